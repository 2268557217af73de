import api from "undici/lib/api/index.js";
import Dispatcher from "undici/lib/dispatcher/dispatcher.js";

// As undici's own index does: `request` for us, `connect` for its ProxyAgent.
Object.assign(Dispatcher.prototype, api);

/**
 * What djib needs of undici. Loading the whole, with fetch, caches, mocks and WebSockets, takes 75 ms
 * and 8 MB more. The version is fixed, and the bundle holds these files.
 */
export { default as Agent } from "undici/lib/dispatcher/agent.js";
export { default as ProxyAgent } from "undici/lib/dispatcher/proxy-agent.js";
