import type { Option } from "../options.ts";

const spider = "follows links";
const logs = "writes a log elsewhere";
const ftp = "is for FTP";
const files = "lays out a directory of downloads";
const wait = "waits between downloads";
const secrets = "is about certificates of clients or details of TLS";
const cookies = "keeps cookies";
const warc = "writes WARC files";

const refused = (reason: string, names: string, value = false): Readonly<Record<string, Option>> =>
  Object.fromEntries(
    names.split(" ").map((long) => [long, { long, refused: reason, ...(value ? { value: "required" as const } : {}) }]),
  );

/** What wget 1.21 has and is done here. */
const done = {
  caCertificate: { long: "ca-certificate", value: "required" },
  connectTimeout: { long: "connect-timeout", value: "required" },
  dnsTimeout: { long: "dns-timeout", value: "required" },
  readTimeout: { long: "read-timeout", value: "required" },
  timeout: { short: "T", long: "timeout", value: "required" },
  header: { long: "header", value: "required" },
  inputFile: { short: "i", long: "input-file", value: "required" },
  maxRedirect: { long: "max-redirect", value: "required" },
  noCache: { long: "no-cache" },
  noCheckCertificate: { long: "no-check-certificate" },
  noDirectories: { long: "no-directories" },
  noHsts: { long: "no-hsts" },
  noProxy: { long: "no-proxy" },
  noTimestamps: { long: "no-use-server-timestamps" },
  noVerbose: { long: "no-verbose" },
  n: { short: "n", value: "required" },
  outputDocument: { short: "O", long: "output-document", value: "required" },
  password: { long: ["password", "http-password"], value: "required" },
  postData: { long: "post-data", value: "required" },
  prefix: { short: "P", long: "directory-prefix", value: "required" },
  progress: { long: "progress", value: "required" },
  quiet: { short: "q", long: "quiet" },
  referer: { long: "referer", value: "required" },
  retryConnrefused: { long: "retry-connrefused" },
  tries: { short: "t", long: "tries", value: "required" },
  user: { long: ["user", "http-user"], value: "required" },
  userAgent: { short: "U", long: "user-agent", value: "required" },
  verbose: { short: "v", long: "verbose" },
  ipv4: { short: "4", long: "inet4-only" },
} as const satisfies Readonly<Record<string, Option>>;

export type WgetOption = keyof typeof done;

export const wgetOptions: Readonly<Record<WgetOption, Option>> = {
  ...done,
  ...refused(
    spider,
    "recursive mirror page-requisites convert-links delete-after adjust-extension span-hosts relative no-parent follow-ftp ignore-case strict-comments spider force-html",
  ),
  ...refused(
    spider,
    "level accept reject accept-regex reject-regex regex-type domains exclude-domains include-directories exclude-directories follow-tags ignore-tags base",
    true,
  ),
  ...refused(logs, "output-file append-output report-speed rejected-log", true),
  ...refused(
    ftp,
    "no-remove-listing no-glob no-passive-ftp preserve-permissions retr-symlinks ftps-implicit ftps-resume-ssl ftps-clear-data-connection ftps-fallback-to-ftp",
  ),
  ...refused(ftp, "ftp-user ftp-password", true),
  ...refused(
    files,
    "force-directories no-host-directories protocol-directories backup-converted content-disposition content-on-error trust-server-names unlink xattr no-if-modified-since timestamping continue no-clobber server-response save-headers show-progress background debug https-only auth-no-challenge ignore-length no-http-keep-alive no-netrc no-config no-iri metalink-over-http keep-session-cookies",
  ),
  ...refused(
    files,
    "cut-dirs default-page restrict-file-names local-encoding remote-encoding start-pos input-metalink metalink-index preferred-location compression config execute backups convert-file-only post-file method body-data body-file",
    true,
  ),
  ...refused(wait, "random-wait"),
  ...refused(wait, "wait waitretry limit-rate quota retry-on-http-error", true),
  ...refused(
    secrets,
    "secure-protocol certificate certificate-type private-key private-key-type ca-directory crl-file pinnedpubkey random-file egd-file ciphers hsts-file use-askpass prefer-family bind-address",
    true,
  ),
  ...refused(secrets, "inet6-only no-dns-cache ask-password"),
  ...refused(cookies, "no-cookies"),
  ...refused(cookies, "load-cookies save-cookies proxy-user proxy-password", true),
  ...refused(warc, "no-warc-compression warc-cdx no-warc-digests no-warc-keep-log"),
  ...refused(warc, "warc-file warc-header warc-max-size warc-dedup warc-tempdir", true),
  letters: { short: "bcdEFghHkKLmNprSx6V", refused: "is not done here" },
  lettersWithValue: { short: "aABDeIlloQRwX", value: "required", refused: "is not done here" },
} as Readonly<Record<WgetOption, Option>>;
