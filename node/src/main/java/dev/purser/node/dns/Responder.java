package dev.purser.node.dns;

import dev.purser.node.dns.Answer.Elsewhere;
import dev.purser.node.dns.Answer.Foreign;
import dev.purser.node.dns.Answer.Known;
import dev.purser.node.dns.Answer.Unknown;
import dev.purser.node.dns.DnsRecord.Alias;
import dev.purser.node.dns.Upstream.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers one message at a time with what the cluster knows, or what others know. Thread-safe.
public final class Responder {
    private static final int MESSAGE_MAX = 65_535;
    private static final int HEADER = 12;
    private static final int FLAGS = 2;
    private static final int RESPONSE = 0x80;

    private final ClusterNames names;
    private final Upstream upstream;
    private final AnswerWriter writer;

    public Responder(ClusterNames names, Upstream upstream) {
        this.names = names;
        this.upstream = upstream;
        this.writer = new AnswerWriter(names.domain());
    }

    /// The answer's bytes; empty for what is no question.
    Optional<byte[]> answer(byte[] message, Transport transport) {
        Optional<Query> read = Query.read(message);
        if (read.isEmpty()) {
            boolean isAnswer = message.length < HEADER || (message[FLAGS] & RESPONSE) != 0;
            return isAnswer ? Optional.empty() : upstream.ask(message, transport);
        }
        Query query = read.get();
        int limit = transport == Transport.TCP ? MESSAGE_MAX : query.payload();
        return switch (names.answer(query.question())) {
            case Known(List<DnsRecord> records) ->
                    Optional.of(writer.write(query, AnswerWriter.NO_ERROR, records, limit));
            case Unknown() ->
                    Optional.of(writer.write(query, AnswerWriter.NAME_ERROR, List.of(), limit));
            case Elsewhere(Alias alias) -> Optional.of(elsewhere(query, alias, transport, limit));
            case Foreign() ->
                    upstream.ask(message, transport).or(() -> Optional.of(failure(query, limit)));
        };
    }

    private byte[] failure(Query query, int limit) {
        return writer.write(query, AnswerWriter.SERVER_FAILURE, List.of(), limit);
    }

    /// Clients expect the addresses of the other name in the same answer.
    private byte[] elsewhere(Query query, Alias alias, Transport transport, int limit) {
        List<DnsRecord> records = new ArrayList<>(List.of(alias));
        if (query.question().type() == RecordType.A) {
            upstream.ask(ForeignAnswer.question(query, alias.target()), transport)
                    .map(ForeignAnswer::records)
                    .ifPresent(records::addAll);
        }
        return writer.write(query, AnswerWriter.NO_ERROR, records, limit);
    }
}
