import { gzipSync } from "node:zlib";
import { type DockerfileCases, lines } from "../case.ts";

/** Archives, sums and what comes with them. */
export const archives: DockerfileCases = {
  "an archive is made and unpacked": lines(
    [
      "COPY src /src",
      "RUN tar -czf /src.tgz -C / src && mkdir /out && tar -xzf /src.tgz -C /out --strip-components=1 && rm /src.tgz && find /out | sort",
    ],
    { "src/a": "a", "src/d/b": "b" },
  ),
  "a directory is piped through tar": lines(
    ["COPY src /src", "RUN mkdir /out && tar -C /src -cf - . | tar -C /out -xf - && ls /out"],
    { "src/a": "a", "src/d/b": "b" },
  ),
  "owners and modes are kept by tar": lines([
    "RUN mkdir -p /x/y && echo a > /x/y/a && chown 1000:1001 /x/y/a && chmod 640 /x/y/a && ln -s a /x/y/link && ln /x/y/a /x/y/hard && tar -cpf /x.tar /x && mkdir /z && tar -xpf /x.tar -C /z && rm /x.tar && stat -c '%n %a %u:%g %h' /z/x/y/*",
  ]),
  "a checksum is verified": lines([
    "RUN printf 'hello\\n' > /f && echo '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  /f' | sha256sum -c - && md5sum /f && sha1sum /f | cut -c1-8",
  ]),
  "a wrong checksum is told": lines([
    "RUN echo x > /f; echo '0000000000000000000000000000000000000000000000000000000000000000 */f' | sha256sum -c - || echo refused",
  ]),
  "files are compressed and read back": lines([
    "RUN seq 1000 > /n && gzip -9 /n && ls /n.gz && gunzip -c /n.gz | tail -n 1 && zcat /n.gz | md5sum && gzip -d /n.gz",
  ]),
  "something is encoded": lines([
    "RUN printf 'a\\nb' | base64 > /b64 && base64 -d /b64 | od -An -tx1 && head -c 3 /dev/zero | wc -c",
  ]),
  "an archive of the context is unpacked beside it": lines(
    [
      "COPY site.b64 /tmp/",
      "RUN base64 -d /tmp/site.b64 > /tmp/site.gz && gunzip /tmp/site.gz && mv /tmp/site /srv/site && rm /tmp/site.b64 && cat /srv/site",
    ],
    { "site.b64": `${gzipSync("hello there\n", { level: 9 }).toString("base64")}\n` },
  ),
};
