package dev.purser.wire.spdy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The words that both sides' compressors know from the start (SPDY/3, section 2.6.10.1).
final class HeaderDictionary {
    private static final List<String> WORDS =
            List.of(
                    ("options head post put delete trace accept accept-charset accept-encoding"
                                    + " accept-language accept-ranges age allow authorization"
                                    + " cache-control connection content-base content-encoding"
                                    + " content-language content-length content-location"
                                    + " content-md5 content-range content-type date etag expect"
                                    + " expires from host if-match if-modified-since"
                                    + " if-none-match if-range if-unmodified-since last-modified"
                                    + " location max-forwards pragma proxy-authenticate"
                                    + " proxy-authorization range referer retry-after server te"
                                    + " trailer transfer-encoding upgrade user-agent vary via"
                                    + " warning www-authenticate method get status 200_OK version"
                                    + " HTTP/1.1 url public set-cookie keep-alive origin")
                            .split(" "));
    private static final String TEXT =
            "100101201202205206300302303304305306307402405406407408409410411412413414415416417"
                    + "502504505"
                    + "203 Non-Authoritative Information"
                    + "204 No Content"
                    + "301 Moved Permanently"
                    + "400 Bad Request"
                    + "401 Unauthorized"
                    + "403 Forbidden"
                    + "404 Not Found"
                    + "500 Internal Server Error"
                    + "501 Not Implemented"
                    + "503 Service Unavailable"
                    + "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00"
                    + " Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT"
                    + "chunked,text/html,image/png,image/jpg,image/gif,application/xml,"
                    + "application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age="
                    + "gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    private HeaderDictionary() {}

    static byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String word : WORDS) {
            byte[] bytes = word.replace('_', ' ').getBytes(StandardCharsets.US_ASCII);
            all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            all.writeBytes(bytes);
        }
        all.writeBytes(TEXT.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }
}
