/** An option of curl 7.88.1. */
interface CurlOption {
  readonly short?: string;
  readonly value?: true;
  /** Why it cannot be done. */
  readonly refused?: string;
}

const uploads = "sends files";
const cookies = "keeps cookies";
const tls = "is about certificates of clients or details of TLS";
const others = "is for another protocol";
const connections = "is about single connections";
const methods = "is another way to log in";
const traces = "tells of single connections, which are others here";

const group = (reason: string, names: string, value?: true): Readonly<Record<string, CurlOption>> =>
  Object.fromEntries(
    names.split(" ").map((name) => [name, { refused: reason, ...(value === undefined ? {} : { value }) }]),
  );

/** By their long names. What is not here is unknown to curl itself. */
export const curlOptions: Readonly<Record<string, CurlOption>> = {
  cacert: { value: true },
  compressed: {},
  "connect-timeout": { value: true },
  "create-dirs": {},
  data: { short: "d", value: true },
  "data-ascii": { value: true },
  "data-binary": { value: true },
  "data-raw": { value: true },
  disable: { short: "q" },
  "dump-header": { short: "D", value: true },
  fail: { short: "f" },
  "fail-early": {},
  "fail-with-body": {},
  get: { short: "G" },
  globoff: { short: "g" },
  head: { short: "I" },
  header: { short: "H", value: true },
  "http1.1": {},
  http2: {},
  include: { short: "i" },
  insecure: { short: "k" },
  ipv4: { short: "4" },
  keepalive: {},
  location: { short: "L" },
  "location-trusted": {},
  "max-redirs": { value: true },
  "max-time": { short: "m", value: true },
  "no-buffer": { short: "N" },
  noproxy: { value: true },
  output: { short: "o", value: true },
  "output-dir": { value: true },
  "progress-meter": {},
  proto: { value: true },
  "proto-default": { value: true },
  "proto-redir": { value: true },
  proxy: { short: "x", value: true },
  referer: { short: "e", value: true },
  "remote-header-name": { short: "J" },
  "remote-name": { short: "O" },
  "remote-name-all": {},
  "remote-time": { short: "R" },
  request: { short: "X", value: true },
  retry: { value: true },
  "retry-all-errors": {},
  "retry-connrefused": {},
  "retry-delay": { value: true },
  "retry-max-time": { value: true },
  "show-error": { short: "S" },
  silent: { short: "s" },
  "tcp-nodelay": {},
  tlsv1: { short: "1" },
  "tlsv1.0": {},
  "tlsv1.1": {},
  "tlsv1.2": {},
  "tlsv1.3": {},
  url: { value: true },
  user: { short: "u", value: true },
  "user-agent": { short: "A", value: true },
  "write-out": { short: "w", value: true },
  "oauth2-bearer": { value: true },
  basic: {},
  "continue-at": { short: "C", value: true, refused: "goes on with a part of a file" },
  range: { short: "r", value: true, refused: "asks for a part of a file" },
  "progress-bar": { short: "#", refused: "draws a bar" },
  verbose: { short: "v", refused: traces },
  version: { short: "V", refused: "belongs to the version in the image" },
  help: { short: "h", refused: "is for people" },
  manual: { short: "M", refused: "is for people" },
  config: { short: "K", value: true, refused: "reads options from a file" },
  form: { short: "F", value: true, refused: uploads },
  "upload-file": { short: "T", value: true, refused: uploads },
  append: { short: "a", refused: uploads },
  cookie: { short: "b", value: true, refused: cookies },
  "cookie-jar": { short: "c", value: true, refused: cookies },
  "junk-session-cookies": { short: "j", refused: cookies },
  cert: { short: "E", value: true, refused: tls },
  netrc: { short: "n", refused: "reads a .netrc" },
  next: { short: ":", refused: "separates transfers" },
  parallel: { short: "Z", refused: "runs transfers beside each other" },
  "time-cond": { short: "z", value: true, refused: "compares times" },
  "http1.0": { short: "0", refused: "speaks an older HTTP" },
  ipv6: { short: "6", refused: connections },
  "list-only": { short: "l", refused: others },
  "ftp-port": { short: "P", value: true, refused: others },
  quote: { short: "Q", value: true, refused: others },
  "telnet-option": { short: "t", value: true, refused: others },
  "use-ascii": { short: "B", refused: others },
  "proxy-user": { short: "U", value: true, refused: methods },
  proxytunnel: { short: "p", refused: connections },
  "speed-limit": { short: "Y", value: true, refused: "watches the speed" },
  "speed-time": { short: "y", value: true, refused: "watches the speed" },
  sslv2: { short: "2", refused: tls },
  sslv3: { short: "3", refused: tls },
  ...group(uploads, "crlf form-escape"),
  ...group(uploads, "data-urlencode form-string json url-query", true),
  ...group(
    tls,
    "cert-status doh-cert-status doh-insecure false-start proxy-insecure proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 alpn npn sessionid ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort",
  ),
  ...group(
    tls,
    "capath cert-type ciphers crlfile curves egd-file engine key key-type pass pinnedpubkey proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser random-file tls-max tls13-ciphers tlsauthtype tlspassword tlsuser",
    true,
  ),
  ...group(
    methods,
    "anyauth digest negotiate ntlm ntlm-wb proxy-anyauth proxy-basic proxy-digest proxy-negotiate proxy-ntlm netrc-optional sasl-ir socks5-basic socks5-gssapi socks5-gssapi-nec disallow-username-in-url",
  ),
  ...group(
    methods,
    "aws-sigv4 delegation krb login-options netrc-file proxy-service-name sasl-authzid service-name socks5-gssapi-service",
    true,
  ),
  ...group(
    others,
    "compressed-ssh disable-eprt disable-epsv ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control mail-rcpt-allowfails metalink tftp-no-options",
  ),
  ...group(
    others,
    "ftp-account ftp-alternative-to-user ftp-method ftp-ssl-ccc-mode hostpubmd5 hostpubsha256 mail-auth mail-from mail-rcpt pubkey tftp-blksize",
    true,
  ),
  ...group(
    connections,
    "haproxy-protocol http0.9 http2-prior-knowledge http3 http3-only ignore-content-length path-as-is raw suppress-connect-headers tcp-fastopen tr-encoding parallel-immediate styled-output remove-on-error clobber post301 post302 post303",
  ),
  ...group(
    connections,
    "abstract-unix-socket alt-svc connect-to create-file-mode dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url etag-compare etag-save expect100-timeout happy-eyeballs-timeout-ms hsts interface keepalive-time limit-rate local-port max-filesize parallel-max preproxy proxy-header proxy1.0 rate request-target resolve socks4 socks4a socks5 socks5-hostname unix-socket",
    true,
  ),
  ...group(traces, "trace-time"),
  ...group(traces, "libcurl stderr trace trace-ascii", true),
};
