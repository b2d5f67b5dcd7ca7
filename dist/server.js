import {
  CLAIMS_SET,
  COUNT,
  FUNCTION,
  JoseError,
  MILLISECONDS,
  REMOTE_JWKS_OPTIONS,
  SECONDS,
  STRING,
  TEXT,
  TEXTS,
  TEXT_OR_TEXTS,
  UTF8,
  base64urlOf,
  checkClaims,
  checkHeader,
  checkSignature,
  checkType,
  claimError,
  createRemoteJwks,
  encodeBase64url,
  expectKind,
  expectOptions,
  isJwkSet,
  isString,
  parseJsonObject,
  parseJws,
  shown,
  subtleCrypto,
  toPublicJwks,
  typeOf,
  verifierFor,
  withMethods,
  within
} from "./core.js";

// src/server/replay/store.ts
var STORE = /* @__PURE__ */ withMethods("a ReplayStore, with a method claim", "claim");
var MARGIN = 60;
var SHARED_STORE_OPTIONS = { timeout: MILLISECONDS };
function answerWithin(timeout, answer) {
  const late = () => new JoseError("ERR_HTTP", `the replay store did not answer within ${timeout} ms`);
  return within(timeout, answer, late);
}

// src/server/replay/memory.ts
var UNNAMED = "";
function createMemoryReplayStore(options = {}) {
  expectOptions(options, { maxEntries: COUNT, now: FUNCTION });
  const { maxEntries = 1e5, now = Date.now } = options;
  const claimed = /* @__PURE__ */ new Map();
  const shares = /* @__PURE__ */ new Map();
  const expiring = /* @__PURE__ */ new Map();
  let purged;
  function shareOf(client) {
    return shares.get(client) ?? { client, size: 0 };
  }
  function add(digest, share, end) {
    share.size++;
    shares.set(share.client, share);
    claimed.set(digest, share);
    const digests = expiring.get(end) ?? [];
    digests.push(digest);
    expiring.set(end, digests);
  }
  function remove(digest) {
    const share = claimed.get(digest);
    share.size--;
    claimed.delete(digest);
    if (share.size === 0) shares.delete(share.client);
  }
  function purge(second) {
    if (second === purged) return;
    purged = second;
    for (const [end, digests] of expiring) {
      if (end > second) continue;
      for (const digest of digests) remove(digest);
      expiring.delete(end);
    }
  }
  function checkRoom({ client, size }) {
    if (claimed.size >= maxEntries) {
      throw new JoseError("ERR_REPLAY", `the replay store is full: it holds ${maxEntries} entries`);
    }
    const isHalfFull = claimed.size >= maxEntries / 2;
    const hasItsShare = client !== UNNAMED && size >= maxEntries / 4;
    if (isHalfFull && hasItsShare) {
      throw new JoseError(
        "ERR_REPLAY",
        `client ${shown(client)} has its share of the replay store, a quarter`
      );
    }
  }
  return {
    async claim(key, expiresAt, client = UNNAMED) {
      expectKind(key, "key", STRING);
      expectKind(expiresAt, "expiresAt", SECONDS);
      const octets = await subtleCrypto().digest("SHA-256", UTF8.encode(key));
      const digest = base64urlOf(new Uint8Array(octets));
      purge(Math.floor(now() / 1e3));
      if (claimed.has(digest)) return false;
      const share = shareOf(client);
      checkRoom(share);
      add(digest, share, Math.ceil(expiresAt) + MARGIN);
      return true;
    }
  };
}

// src/server/assertion-verifier.ts
var OPTIONS = /* @__PURE__ */ Object.assign(
  {
    audience: TEXT_OR_TEXTS,
    client: FUNCTION,
    algorithms: TEXTS,
    replayStore: STORE,
    clockTolerance: SECONDS,
    maxLifetime: SECONDS
  },
  REMOTE_JWKS_OPTIONS
);
var TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
var LONGEST_ASSERTION = 16384;
var LONGEST_JTI = 256;
var MOST_SETS = 1e3;
function requestError(parameter, sentence) {
  const details = { error: "invalid_request", status: 400, claim: parameter };
  return new JoseError("ERR_OAUTH", `parameter ${parameter} ${sentence}`, details);
}
function parameterOf(parameters, name) {
  const { getAll, [name]: value } = Object(parameters);
  const values = typeof getAll === "function" ? getAll.call(parameters, name) : [value];
  const [first = "", ...others] = values;
  if (others.length > 0) throw requestError(name, "is there twice");
  if (!isString(first)) throw requestError(name, "must be one string");
  return first;
}
function readRequest(parameters) {
  const jws = parameterOf(parameters, "client_assertion");
  const type = parameterOf(parameters, "client_assertion_type");
  const named = parameterOf(parameters, "client_id");
  if (!jws) throw requestError("client_assertion", "is missing; it must be a JWT");
  if (type !== TYPE) throw requestError("client_assertion_type", `must be ${TYPE}`);
  const assertion = parseJws(jws, { maxLength: LONGEST_ASSERTION });
  const claims = parseJsonObject(assertion.payload, CLAIMS_SET);
  const { iss, sub } = claims;
  if (!isString(iss) || iss === "") throw claimError("iss", iss, "a client_id");
  if (sub !== iss) throw claimError("sub", sub, `iss, ${shown(iss)}`);
  if (named && named !== iss) throw claimError("client_id", named, `iss, ${shown(iss)}`);
  if (!assertion.header.kid)
    throw new JoseError("ERR_JWS_FORM", "the JOSE Header has no kid, which names the key");
  return { assertion, claims, clientId: iss };
}
function createAssertionVerifier(options) {
  expectOptions(options, OPTIONS, { needed: ["audience", "client"], strict: true });
  const { audience, client, algorithms = ["RS384", "ES384"], replayStore, ...others } = options;
  const { clockTolerance = 5, maxLifetime = 300, ...remote } = others;
  const { now = Date.now, timeout = 5e3 } = remote;
  const store = replayStore ?? createMemoryReplayStore({ now });
  const sets = /* @__PURE__ */ new Map();
  function remoteSet(url) {
    const set = sets.get(url) ?? createRemoteJwks(url, remote);
    sets.delete(url);
    sets.set(url, set);
    if (sets.size > MOST_SETS) sets.delete(sets.keys().next().value);
    return set;
  }
  async function registrationOf(clientId, { jku }) {
    const late = () => new JoseError("ERR_HTTP", `the lookup of client ${shown(clientId)} took over ${timeout} ms`);
    const registered = await within(timeout, client(clientId), late);
    if (!registered) throw claimError("iss", clientId, "a registered client");
    const { jwks, jwksUri } = registered;
    if (jku !== void 0 && jku !== jwksUri) throw claimError("jku", jku, "the registered URL");
    const hasKeys = jwksUri ? isString(jwksUri) : jwks && isJwkSet(jwks);
    if (!hasKeys) throw new TypeError(`client ${shown(clientId)} is registered without jwks or jwksUri`);
    return registered;
  }
  async function keysOf({ jwks, jwksUri }, { kid }) {
    if (!jwksUri) return jwks;
    const set = remoteSet(jwksUri);
    const kept = await set.get();
    return kept.keys.some((jwk) => jwk?.kid === kid) ? kept : set.refresh();
  }
  function judgeClaims({ assertion, claims, clientId }) {
    const { header } = assertion;
    if (header.typ !== void 0) checkType(header, { typ: "JWT" });
    const time = now() / 1e3;
    const judged = checkClaims(claims, { issuer: clientId, audience, clockTolerance }, time);
    const { exp, jti } = judged;
    const latest = time + maxLifetime + clockTolerance;
    if (exp === void 0 || !(exp <= latest))
      throw claimError("exp", exp, `a time up to ${Math.floor(latest)}`);
    if (!jti || jti.length > LONGEST_JTI) throw claimError("jti", jti, `1 to ${LONGEST_JTI} characters`);
    return { exp, jti, claims: judged };
  }
  async function claimOnce(clientId, jti, exp) {
    const failed = (cause) => new JoseError("ERR_REPLAY", "the replay store failed; see cause", { cause });
    const late = () => new Error(`it did not answer within ${timeout} ms`);
    const claim = async () => store.claim(JSON.stringify([clientId, jti]), exp + clockTolerance, clientId);
    const first = await within(timeout, claim(), late).catch((cause) => {
      throw failed(cause ?? new Error("it gave no reason"));
    });
    if (first === true) return;
    if (first !== false) throw failed(new Error(`it answered ${typeOf(first)}, not true or false`));
    throw new JoseError("ERR_REPLAY", `jti ${shown(jti)} was used before; each request needs a new one`);
  }
  return {
    async verify(parameters) {
      const request = readRequest(parameters);
      const { assertion, clientId } = request;
      const { header } = assertion;
      checkHeader(header, { algorithms });
      const registered = await registrationOf(clientId, header);
      const keys = await keysOf(registered, header);
      const verifier = await verifierFor(keys, header, { algorithms });
      await checkSignature(assertion, verifier);
      const { exp, jti, claims } = judgeClaims(request);
      await claimOnce(clientId, jti, exp);
      return { clientId, claims, header };
    }
  };
}

// src/server/responses.ts
function tagOf(text) {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return `W/"${text.length}-${hash >>> 0}"`;
}
var REQUEST = ["a Request", (value) => typeof Object(Object(value).headers).get === "function"];
var SECONDS_KEPT = [
  "whole seconds, 0 or more",
  (value) => Number.isInteger(value) && Number(value) >= 0
];
function createJwksResponse(jwks, options = {}) {
  expectOptions(options, { maxAge: SECONDS_KEPT, request: REQUEST });
  const { maxAge = 300, request } = options;
  const received = (name) => request?.headers.get(name) ?? "";
  const body = JSON.stringify(toPublicJwks(jwks));
  const etag = tagOf(body);
  const headers = new Headers({ "cache-control": `max-age=${maxAge}`, etag, vary: "accept, origin" });
  if (received("origin")) headers.set("access-control-allow-origin", "*");
  const known = received("if-none-match").split(",").map((tag) => tag.trim());
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers });
  const kind = /\/jwk-set\+json/i.test(received("accept")) ? "jwk-set+json" : "json";
  headers.set("content-type", `application/${kind}`);
  return new Response(body, { headers });
}
var ANSWERS = {
  400: ["invalid_request", "a parameter is missing, or there twice"],
  401: ["invalid_client", "client authentication failed"],
  500: ["server_error", "the server failed"],
  503: ["temporarily_unavailable", "try again later, with a new assertion"]
};
function toOAuthErrorResponse(thrown) {
  const status = statusOf(Object(thrown));
  const [error, error_description] = ANSWERS[status];
  return Response.json({ error, error_description }, { status, headers: { "cache-control": "no-store" } });
}
function statusOf({ name, code, error, cause }) {
  if (name !== "JoseError" || code === "ERR_CRYPTO") return 500;
  if (error === "invalid_request") return 400;
  const storeFailed = code === "ERR_REPLAY" && cause !== void 0;
  return code === "ERR_HTTP" || storeFailed ? 503 : 401;
}

// src/server/replay/durable-object.ts
var NAMESPACE = /* @__PURE__ */ withMethods("the binding of a Durable Object", "get", "idFromName");
function createDurableObjectReplayStore(namespace, options = {}) {
  expectKind(namespace, "namespace", NAMESPACE);
  expectOptions(options, SHARED_STORE_OPTIONS);
  const { timeout = 2e3 } = options;
  async function ask(name, expiresAt) {
    const object = namespace.get(namespace.idFromName(name[0]));
    const body = JSON.stringify([name, expiresAt + MARGIN]);
    const response = await object.fetch("https://replay/", { method: "POST", body });
    return response.json();
  }
  return {
    async claim(key, expiresAt) {
      const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(key));
      const name = encodeBase64url(new Uint8Array(digest));
      return answerWithin(timeout, ask(name, expiresAt));
    }
  };
}
var ReplayObject = class {
  #storage;
  /** Cloudflare makes it, with its state. */
  constructor({
    storage
  }) {
    this.#storage = storage;
  }
  /**
   * Answer a claim: with `true` for the first of its key.
   *
   * @throws any error of the storage: then nothing is accepted
   */
  async fetch(request) {
    const [name, expiresAt] = await request.json();
    const storage = this.#storage;
    const first = await storage.get(name) === void 0;
    if (first) await storage.put(name, expiresAt);
    if (await storage.getAlarm() === null) await storage.setAlarm(expiresAt * 1e3);
    return Response.json(first);
  }
  /**
   * Delete what has expired, and say when there is more.
   *
   * @throws any error of the storage: Cloudflare calls again
   */
  async alarm() {
    const storage = this.#storage;
    const now = Date.now() / 1e3;
    let next = 0;
    let last = {};
    for (; ; ) {
      const page = [...await storage.list({ limit: 128, ...last })];
      if (page.length === 0) break;
      const expired = page.filter(([, end]) => end <= now);
      await storage.delete(expired.map(([name]) => name));
      for (const [startAfter, end] of page) {
        last = { startAfter };
        if (end > now) next = Math.max(next, end);
      }
    }
    if (next) await storage.setAlarm(next * 1e3);
  }
};

// src/server/replay/redis.ts
function isClient(value) {
  const { call, sendCommand } = Object(value);
  return typeof value === "object" && (typeof call === "function" || typeof sendCommand === "function");
}
var CLIENT = ["a client with a method call or sendCommand", isClient];
function createRedisReplayStore(client, options = {}) {
  expectKind(client, "client", CLIENT);
  expectOptions(options, { ...SHARED_STORE_OPTIONS, prefix: TEXT, now: FUNCTION });
  const { prefix = "jti:", timeout = 2e3, now = Date.now } = options;
  const send = (...command) => "call" in client ? client.call(...command) : client.sendCommand(command);
  return {
    async claim(key, expiresAt) {
      const life = Math.max(1, Math.ceil((expiresAt + MARGIN) * 1e3 - now()));
      const reply = await answerWithin(timeout, send("SET", prefix + key, "1", "PX", `${life}`, "NX"));
      if (reply === "OK") return true;
      if (reply === null || reply === void 0) return false;
      throw new JoseError("ERR_REPLAY", `Redis answered SET with ${typeOf(reply)}, not OK or nil`);
    }
  };
}
export {
  ReplayObject,
  createAssertionVerifier,
  createDurableObjectReplayStore,
  createJwksResponse,
  createMemoryReplayStore,
  createRedisReplayStore,
  toOAuthErrorResponse
};
//# sourceMappingURL=server.js.map
