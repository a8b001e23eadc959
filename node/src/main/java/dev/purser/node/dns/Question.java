package dev.purser.node.dns;

/// What a client asks.
///
/// @param name in lower case, without the dot at its end
/// @param type of [RecordType], or another
/// @param sent the bytes of the question, name, type and class, as ISO-8859-1, for the answer to
///   repeat: clients compare it to the letter's case
record Question(String name, int type, String sent) {}
