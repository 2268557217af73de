/**
 * Every limit on what comes from outside, in one place (test/attacks shows what each prevents).
 * Sizes are bytes unless the name says otherwise.
 */
export const limits = {
  /** BuildKit's: frontend/dockerfile/parser, bufio scanner. */
  dockerfileLine: 65_535,
  dockerfile: 16 * 1024 * 1024,
  instructions: 100_000,
  /** ${…} within ${…}. */
  expansionDepth: 500,
  /** Commands within commands of a shell script, `$(…)` too. */
  shellNesting: 250,
  /** eval, `.` and traps of a shell script within each other. */
  shellTexts: 1000,
  /** Programs that take the place of one another in one process. */
  replacements: 1000,
  /** What aliases put into one script. */
  aliasText: 1024 * 1024,
  /** Fields of one expansion of a shell. */
  shellFields: 4_000_000,
  /** Of one word of a shell command, a variable, the output of `$(…)`. */
  shellWord: 64 * 1024 * 1024,
  /** Characters of values that one word reads, times those of the pattern that each is matched with. */
  expansionWork: 2 ** 28,
  /** Milliseconds that `djib check` waits for what a registry says of base images. */
  checkLookup: 10_000,
  /** Misspelt variables of a stage for which the nearest name is looked for, and stages that a FROM or --from is compared with. */
  suggestions: 100,
  /** Of one EXPOSE, each as often as it is said; all there are, of three protocols. */
  ports: 3 * 65_536,
  /** distribution-spec recommends 4 MiB for manifests (GHSA-wxc4-f4m6-wwqv, ggcr #2296). */
  manifest: 4 * 1024 * 1024,
  imageConfig: 8 * 1024 * 1024,
  /** What a cache says of its steps; BuildKit reads 1 MiB at most. */
  cacheConfig: 4 * 1024 * 1024,
  /** How often stages begin anew because a cache did not have what it named. */
  cachePasses: 100,
  token: 1024 * 1024,
  errorBody: 64 * 1024,
  /** What is read of a list of installed packages in an image, and of the metadata of one. */
  packageDatabase: 64 * 1024 * 1024,
  /** Files of an image that a program of the portable user land reads whole: users, groups, settings. */
  settingsFile: 16 * 1024 * 1024,
  /** One statement, as in BuildKit (exporter/attestation/make.go). */
  attestation: 80 * 1024 * 1024,
  attestationsPerImage: 64,
  layersPerImage: 1024,
  /** Indexes within indexes. */
  indexDepth: 4,
  /** tar entries in one layer, and in a build context. */
  entries: 10_000_000,
  /** bytes of one path inside an image (Linux PATH_MAX counts the final NUL). */
  path: 4095,
  pathSegment: 255,
  pathDepth: 1024,
  symlinksFollowed: 40,
  paxHeader: 1024 * 1024,
  xattrsPerEntry: 1024 * 1024,
  /** what the index of one layer holds in memory: different sets of attributes, and names. */
  xattrsPerLayer: 64 * 1024 * 1024,
  namesPerLayer: 512 * 1024 * 1024,
  /** what is held of a layer's directories while they are listed; a layer with more is merged whole. */
  directoriesPerLayer: 256 * 1024 * 1024,
  /** CVE-2025-58183: entries of a sparse map. */
  sparseEntries: 100_000,
  /** holes in the sparse files of one layer: they cost nothing to send and are hashed as zeros. */
  sparseHoles: 4 * 1024 ** 3,
  /** uncompressed : compressed; deflate cannot exceed 1032. */
  compressionRatio: 1100,
  layerUncompressed: 64 * 1024 ** 3,
  /** What zstd and xz may refer back to, held in memory: zstd's own limit (--long=27), twice of xz -9. */
  window: 128 * 1024 ** 2,
  /** A file of translations that msgfmt reads. */
  messageCatalog: 64 * 1024 * 1024,
  /** Of a repository only commits and tags are read; anything larger is none. */
  gitObject: 1024 * 1024,
  gitIndex: 512 * 1024 * 1024,
  /** what an engine answers to one request: of an image's description a few kB. */
  engineAnswer: 4 * 1024 * 1024,
  enginePingMs: 2_000,
  credentialHelperMs: 15_000,
  /** BuildKit's: session/secrets/secretsprovider. */
  secret: 500 * 1024,
  /** docker config.json, auth.json; output of a credential helper. */
  credentials: 1024 * 1024,
  registryConnectMs: 30_000,
  /** A registry assembles and verifies a whole blob before it answers the last PUT. */
  registryHeadersMs: 300_000,
  /** Between two pieces of a body. */
  registryIdleMs: 60_000,
  registryAttempts: 5,
  /** The longest wait after a first failure; it doubles with each that follows. */
  registryBackoffMs: 400,
  /** The longest Retry-After that is waited for. */
  registryRetryAfterMs: 60_000,
  registryRedirects: 5,
  /** A download that comes this much further before it breaks again has made progress. */
  blobProgress: 64 * 1024,
  /** Pieces of an upload where a registry refuses the whole at once (413). */
  uploadChunk: 10 * 1024 * 1024,
  /** A file that ADD downloads; it becomes part of one layer. */
  download: 64 * 1024 ** 3,
  /** What git says on its standard output (lists of refs and files), and what is kept of its messages. */
  gitOutput: 256 * 1024 * 1024,
  gitMessages: 64 * 1024,
  /** Of one repository; and how deep they may lie in each other. */
  submodules: 1_000,
  submoduleDepth: 16,
  /** Pages of a list of tags. */
  tagPages: 20,
  /** A script that is looked through before it runs. */
  script: 4 * 1024 * 1024,
  /** Processes of a portable RUN at once. */
  processes: 1_024,
  /** One line of text that a program of the portable user land holds. */
  line: 256 * 1024 * 1024,
  /** What such a program holds back of its input at once. */
  heldText: 512 * 1024 * 1024,
  /** Transfers at once, each way. */
  registryTransfers: 3,
  /** Parentheses and repetitions of a regular expression within each other. */
  regexDepth: 1_000,
  /** Nodes of its automaton: `x{1000}` takes a thousand. */
  regexNodes: 200_000,
  /** States of the deterministic one that are remembered. */
  regexStates: 2_000,
  /** Steps of one search for a pattern with back-references: the work grows with a power of the text's length. */
  regexSteps: 500_000,
} as const;
