// src/server/assertion-verifier.ts
import { checkBegun, checkTimes, checkTypes, claimError, listed, listOf } from "./core.js";
import { within as within2 } from "./core.js";
import { cut, JoseError as JoseError4, printable, shown as shown3, typeOf as typeOf2 } from "./core.js";
import { parseJsonObject } from "./core.js";
import { checkHeader, checkSignature, parseJws } from "./core.js";
import { checkType, CLAIMS_SET } from "./core.js";
import {
  classOf,
  expectKind as expectKind2,
  expectOptions as expectOptions2,
  FUNCTION as FUNCTION2,
  isString,
  SECONDS as SECONDS2,
  TEXT as TEXT2,
  TEXT_OR_TEXTS as TEXT_OR_TEXTS2,
  TEXTS as TEXTS2,
  wholeNumber
} from "./core.js";
import { REMOTE_JWKS_OPTIONS } from "./core.js";

// src/server/client-keys.ts
import { JoseError, shown, typeOf } from "./core.js";
import { isSecure, shownUrl } from "./core.js";
import { isJsonObject } from "./core.js";
import { isJwkSet } from "./core.js";
import { verifierOfSet } from "./core.js";
import { TEXT, TEXT_OR_TEXTS, TEXTS } from "./core.js";
import { createRemoteJwks, readKeys } from "./core.js";
import { isRecent } from "./core.js";
var REGISTRATION = {
  jwks: ["a JWK Set", (value) => isJsonObject(value) && isJwkSet(value)],
  jwksUri: TEXT,
  algorithms: TEXTS,
  audience: TEXT_OR_TEXTS
};
function registrationError(clientId, fault) {
  return new JoseError("ERR_KEY_NOT_FOUND", `client ${shown(clientId)} is registered ${fault}`);
}
function checkRegistration(clientId, registered) {
  for (const name in REGISTRATION) {
    const member = name;
    const value = registered[member];
    const [expected, fits] = REGISTRATION[member];
    if (value && !fits(value))
      throw registrationError(clientId, `with ${typeOf(value)} as ${name}; it must be ${expected}`);
  }
  if (!registered.jwksUri && !registered.jwks) throw registrationError(clientId, "without jwks or jwksUri");
}
function expectNoRival({ keys }, fitting, where) {
  const [first, other] = fitting;
  const { kid, kty } = first;
  const members = ["n", "x", "y", "pub"];
  const isRival = (key) => key?.kid === kid && key.kty === kty && members.some((member) => key[member] !== first[member]);
  if (!other && !keys.some(isRival)) return;
  const shared = `kid ${shown(kid)} and kty ${kty}`;
  throw new JoseError("ERR_KEY_AMBIGUOUS", `several keys ${where()} have ${shared}; each needs its own kid`);
}
function keep(map, key, value, most) {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value);
}
var MOST_FAILURES = 1e4;
function createClientKeys(most, algorithms, options) {
  const { now = Date.now, cooldown = 30, allowInsecureRequests } = options;
  const remotes = /* @__PURE__ */ new Map();
  const failures = /* @__PURE__ */ new Map();
  const forgotten = /* @__PURE__ */ new WeakSet();
  const handedOver = /* @__PURE__ */ new WeakMap();
  function remoteOf(url, clientId) {
    if (!isSecure(url, { allowInsecureRequests, loopback: false }))
      throw registrationError(clientId, `with jwksUri ${shownUrl(url)}; it must be an https URL`);
    const failed = failures.get(url);
    if (failed && isRecent(failed.since, cooldown * 1e3, now())) throw failed.failure;
    return createRemoteJwks(url, options);
  }
  function readSetOf(jwks) {
    const { keys } = jwks;
    const known = handedOver.get(jwks);
    const isSame = known?.entries.length === keys.length && keys.every((key, i) => key === known.entries[i]);
    if (isSame) return known;
    const read = { keys: readKeys(keys), entries: [...keys], verifiers: /* @__PURE__ */ new Map() };
    handedOver.set(jwks, read);
    return read;
  }
  async function remoteVerifier(url, clientId, lookup) {
    const remote = remotes.get(url) ?? remoteOf(url, clientId);
    keep(remotes, url, remote, most);
    try {
      return await remote(...lookup);
    } catch (failure) {
      const isOfServer = failure.code === "ERR_HTTP" && !forgotten.has(remote);
      const isNew = failures.get(url)?.failure !== failure;
      if (isOfServer && isNew)
        keep(failures, url, { failure, since: now() }, MOST_FAILURES);
      throw failure;
    }
  }
  return {
    async verifierFor(clientId, registered, header) {
      const { jwks, jwksUri } = registered;
      const lookup = [
        header,
        { algorithms: registered.algorithms || algorithms, judge: expectNoRival }
      ];
      if (jwksUri) return remoteVerifier(jwksUri, clientId, lookup);
      const read = readSetOf(jwks);
      const { alg, kid } = header;
      const name = `${alg} ${kid}`;
      const known = read.verifiers.get(name);
      if (known) return known;
      const verifier = await verifierOfSet(read, ...lookup, () => "in the registered set");
      read.verifiers.set(name, verifier);
      return verifier;
    },
    forget(url) {
      const remote = remotes.get(url);
      if (remote) forgotten.add(remote);
      remotes.delete(url);
      failures.delete(url);
    }
  };
}

// src/server/replay/memory.ts
import { UTF8 } from "./core.js";
import { JoseError as JoseError3, shown as shown2 } from "./core.js";
import { COUNT, expectKind, expectOptions, FUNCTION, SECONDS, secondsOf, STRING } from "./core.js";
import { subtleCrypto } from "./core.js";

// src/server/replay/store.ts
import { within } from "./core.js";
import { JoseError as JoseError2 } from "./core.js";
import { MILLISECONDS, withMethods } from "./core.js";
var STORE = /* @__PURE__ */ withMethods("a ReplayStore, with a method claim", "claim");
var MARGIN = 60;
var SHARED_STORE_OPTIONS = { timeout: MILLISECONDS };
function answerWithin(timeout, answer) {
  const late = () => new JoseError2("ERR_HTTP", `the replay store did not answer within ${timeout} ms`);
  return within(timeout, answer, late);
}

// src/server/replay/memory.ts
var UNNAMED = "";
var LONGEST_KEY = 128;
var DIGEST_LENGTH = 16;
async function digestOf(key) {
  const octets = await subtleCrypto().digest("SHA-256", UTF8.encode(key));
  return String.fromCharCode(...new Uint16Array(octets));
}
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
  function add(name, share, end) {
    share.size++;
    shares.set(share.client, share);
    claimed.set(name, share);
    const names = expiring.get(end) ?? [];
    names.push(name);
    expiring.set(end, names);
  }
  function remove(name) {
    const share = claimed.get(name);
    share.size--;
    claimed.delete(name);
    if (share.size === 0) shares.delete(share.client);
  }
  function purge(second) {
    if (second === purged) return;
    purged = second;
    for (const [end, names] of expiring) {
      if (end > second) continue;
      for (const name of names) remove(name);
      expiring.delete(end);
    }
  }
  function checkRoom({ client, size }) {
    if (claimed.size >= maxEntries) {
      throw new JoseError3("ERR_REPLAY", `the replay store is full: it holds ${maxEntries} entries`);
    }
    const isHalfFull = claimed.size >= maxEntries / 2;
    const hasItsShare = client !== UNNAMED && size >= maxEntries / 4;
    if (isHalfFull && hasItsShare) {
      throw new JoseError3(
        "ERR_REPLAY",
        `client ${shown2(client)} has used its share of the replay store, a quarter`
      );
    }
  }
  return {
    async claim(key, expiresAt, client = UNNAMED) {
      expectKind(key, "key", STRING);
      expectKind(expiresAt, "expiresAt", SECONDS);
      const isShort = key.length <= LONGEST_KEY && key.length !== DIGEST_LENGTH;
      const name = isShort ? key : await digestOf(key);
      purge(secondsOf(now));
      if (claimed.has(name)) return false;
      const share = shareOf(client);
      checkRoom(share);
      add(name, share, Math.ceil(expiresAt) + MARGIN);
      return true;
    }
  };
}

// src/server/assertion-verifier.ts
var SETS = /* @__PURE__ */ wholeNumber("a whole number, 1 or more", 1);
var OPTIONS = /* @__PURE__ */ Object.assign(
  {
    audience: TEXT_OR_TEXTS2,
    client: FUNCTION2,
    algorithms: TEXTS2,
    replayStore: STORE,
    clockTolerance: SECONDS2,
    maxLifetime: SECONDS2,
    maxKeySets: SETS
  },
  REMOTE_JWKS_OPTIONS
);
var TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
var TYPES = ["JWT", "client-authentication+jwt"];
var LONGEST_ASSERTION = 16384;
var LONGEST_JTI = 256;
function requestError(parameter, sentence) {
  const details = { error: "invalid_request", status: 400, claim: parameter };
  return new JoseError4("ERR_OAUTH", `parameter ${parameter} ${sentence}`, details);
}
function unavailable(code, sentence, cause) {
  return new JoseError4(code, sentence, { error: "temporarily_unavailable", status: 503, cause });
}
function expectParsed(parameters) {
  const { getAll } = Object(parameters);
  const prototype = isObject(parameters) ? Object.getPrototypeOf(parameters) : void 0;
  const isPlain = prototype === null || prototype && Object.getPrototypeOf(prototype) === null;
  const isParsed = isPlain || Array.isArray(parameters) || typeof getAll === "function";
  if (isParsed) return;
  throw new TypeError(
    `parameters is ${classOf(parameters)}, not a body that was read; it must be URLSearchParams, FormData or a plain object (await a promise; new URLSearchParams(await request.text()))`
  );
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}
function parameterOf(parameters, name) {
  const { getAll, [name]: member } = parameters;
  let value = member;
  if (typeof getAll === "function") {
    const values = getAll.call(parameters, name);
    if (values.length > 1) throw requestError(name, "is given twice");
    value = values[0];
  }
  if (value === void 0) return "";
  if (!isString(value)) throw requestError(name, "must be one string");
  return value;
}
function isThenable(value) {
  return typeof Object(value).then === "function";
}
function logged(text) {
  return cut(printable(cut(text, 200)), 200);
}
function readRequest(parameters, claimed) {
  expectParsed(parameters);
  const named = parameterOf(parameters, "client_id");
  if (named) claimed.clientId = named;
  const jws = parameterOf(parameters, "client_assertion");
  const type = parameterOf(parameters, "client_assertion_type");
  const secret = parameterOf(parameters, "client_secret");
  for (const name of ["grant_type", "scope"]) parameterOf(parameters, name);
  if (!jws) throw requestError("client_assertion", "is missing; it must be a JWT");
  if (type !== TYPE) throw requestError("client_assertion_type", `must be ${TYPE}`);
  if (secret)
    throw requestError("client_secret", "is given beside client_assertion; only one method is allowed");
  const assertion = parseJws(jws, { maxLength: LONGEST_ASSERTION });
  const { kid } = assertion.header;
  if (kid) claimed.kid = kid;
  const claims = parseJsonObject(assertion.payload, CLAIMS_SET);
  const { iss, sub } = claims;
  if (!isString(iss) || iss === "") throw claimError("iss", iss, "a client_id");
  claimed.clientId = iss;
  if (sub !== iss) throw claimError("sub", sub, `iss, ${shown3(iss)}`);
  if (named && named !== iss) throw claimError("client_id", named, `iss, ${shown3(iss)}`);
  if (!kid) throw new JoseError4("ERR_JWS_FORM", "the JOSE Header has no kid, which names the key");
  return { assertion, claims, clientId: iss };
}
function refusal(thrown, claimed) {
  if (!(thrown instanceof JoseError4)) return thrown;
  const { code, message, stack, cause } = thrown;
  const { clientId, kid } = claimed;
  const details = {
    ...thrown,
    ...cause !== void 0 && { cause },
    ...clientId && { clientId: logged(clientId) },
    ...kid && { kid: logged(kid) }
  };
  return Object.assign(new JoseError4(code, message, details), { stack });
}
function checkAudience(aud, audience) {
  const accepted = listOf(audience);
  const values = aud === void 0 || aud.length === 0 ? [""] : listOf(aud);
  const stray = values.find((value) => !accepted.includes(value));
  if (stray === void 0) return;
  throw claimError("aud", stray || aud, `${listed(accepted)}, and nothing else`);
}
function createAssertionVerifier(options) {
  expectOptions2(options, OPTIONS, { needed: ["audience", "client"], strict: true });
  const { audience, client, algorithms = ["RS384", "ES384"], replayStore, ...others } = options;
  const { clockTolerance = 10, maxLifetime = 300, maxKeySets = 1e4, ...remote } = others;
  const { now = Date.now, timeout = 5e3 } = remote;
  const store = replayStore ?? createMemoryReplayStore({ now });
  const keys = createClientKeys(maxKeySets, algorithms, remote);
  async function inTime(given) {
    const answer = Promise.resolve(given);
    let isThere = false;
    const arrive = () => {
      isThere = true;
    };
    answer.then(arrive, arrive);
    await void 0;
    const late = () => new Error(`it did not answer within ${timeout} ms`);
    return isThere ? await answer : within2(timeout, answer, late);
  }
  async function registrationOf(clientId, { jku }) {
    let registered;
    try {
      const given = client(clientId);
      registered = isThenable(given) ? await inTime(given) : given;
    } catch (cause) {
      throw unavailable("ERR_HTTP", `the lookup of client ${shown3(clientId)} failed; see cause`, cause);
    }
    if (!registered) throw claimError("iss", clientId, "a registered client");
    checkRegistration(clientId, registered);
    const isRegistered = jku === void 0 || jku === registered.jwksUri && jku !== "";
    if (!isRegistered) throw claimError("jku", jku, "the registered URL");
    return registered;
  }
  function judgeClaims({ assertion, claims }, accepted) {
    const { header } = assertion;
    const { typ } = header;
    const isUsual = typ === void 0 || TYPES.includes(typ);
    if (!isUsual) checkType(header, { typ: TYPES });
    const time = now() / 1e3;
    checkTypes(claims);
    checkTimes(claims, { clockTolerance }, time);
    const { aud, exp, iat, jti } = claims;
    checkAudience(aud, accepted);
    checkBegun("iat", iat, time + clockTolerance);
    const latest = time + maxLifetime + clockTolerance;
    if (exp === void 0 || !(exp <= latest))
      throw claimError("exp", exp, `a time up to ${Math.floor(latest)}`);
    if (!jti || jti.length > LONGEST_JTI) throw claimError("jti", jti, `1 to ${LONGEST_JTI} characters`);
    return { exp, jti, claims };
  }
  async function claimOnce(clientId, jti, exp) {
    const key = JSON.stringify([clientId, jti]);
    let first;
    try {
      const given = store.claim(key, exp + clockTolerance, clientId);
      first = isThenable(given) ? await inTime(given) : given;
      if (typeof first !== "boolean") throw new TypeError(`it answered ${typeOf2(first)}, not true or false`);
    } catch (cause) {
      const reason = cause ?? new Error("it gave no reason");
      throw unavailable("ERR_REPLAY", "the replay store failed; see cause", reason);
    }
    if (!first)
      throw new JoseError4("ERR_REPLAY", `jti ${shown3(jti)} was used before; each request needs a new one`);
  }
  async function authenticate(request) {
    const { assertion, clientId } = request;
    const { header } = assertion;
    checkHeader(header, {});
    const registered = await registrationOf(clientId, header);
    checkHeader(header, { algorithms: registered.algorithms || algorithms });
    await checkSignature(assertion, await keys.verifierFor(clientId, registered, header));
    const { exp, jti, claims } = judgeClaims(request, registered.audience || audience);
    await claimOnce(clientId, jti, exp);
    return { clientId, claims, header };
  }
  return {
    async verify(parameters) {
      const claimed = {};
      try {
        return await authenticate(readRequest(parameters, claimed));
      } catch (error) {
        throw refusal(error, claimed);
      }
    },
    forget(jwksUri) {
      expectKind2(jwksUri, "jwksUri", TEXT2);
      keys.forget(jwksUri);
    }
  };
}

// src/server/responses.ts
import { expectOptions as expectOptions3, isString as isString2, TEXT as TEXT3, wholeNumber as wholeNumber2 } from "./core.js";
import { toPublicJwks } from "./core.js";
var LIFE = /* @__PURE__ */ wholeNumber2("whole seconds, 1 or more", 1);
function tokenAnswer(status, body) {
  return Response.json(body, { status, headers: { "cache-control": "no-store", pragma: "no-cache" } });
}
function createTokenResponse(options) {
  const needed = ["accessToken", "expiresIn", "scope"];
  expectOptions3(options, { accessToken: TEXT3, expiresIn: LIFE, scope: TEXT3 }, { needed });
  const { accessToken, expiresIn, scope } = options;
  return tokenAnswer(200, { access_token: accessToken, token_type: "Bearer", expires_in: expiresIn, scope });
}
var REFUSALS = {
  invalid_request: [400, "a parameter is missing, there twice, or not allowed"],
  unsupported_grant_type: [400, "this grant_type is not supported"],
  unauthorized_client: [400, "this client may not use this grant_type"],
  invalid_grant: [400, "the grant is not valid"],
  invalid_scope: [400, "none of these scopes is granted"],
  invalid_client: [401, "client authentication failed"],
  server_error: [500, "the server failed"],
  temporarily_unavailable: [503, "try again later, with a new assertion"]
};
function toOAuthErrorResponse(thrown) {
  let error = "server_error";
  try {
    error = refusalOf(Object(thrown));
  } catch {
  }
  const [status, error_description] = REFUSALS[error];
  return tokenAnswer(status, { error, error_description });
}
function refusalOf({ name, code, error, cause }) {
  if (name !== "JoseError" || code === "ERR_CRYPTO") return "server_error";
  if (isString2(error) && Object.hasOwn(REFUSALS, error)) return error;
  return code === "ERR_REPLAY" && cause ? "temporarily_unavailable" : "invalid_client";
}
function tagOf(text) {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return `"${text.length}-${hash >>> 0}"`;
}
var REQUEST = ["a Request", (value) => typeof Object(Object(value).headers).get === "function"];
var SECONDS_KEPT = /* @__PURE__ */ wholeNumber2("whole seconds, 0 or more", 0);
function listIn(header) {
  return header.split(",").map((member) => member.trim());
}
function prefersJwkSet(accept) {
  const weights = /* @__PURE__ */ new Map();
  for (const range of listIn(accept.toLowerCase())) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith("q="));
    weights.set(type, weight ? Number(weight.slice(2)) || 0 : 1);
  }
  const others = weights.get("application/*") ?? weights.get("*/*") ?? 0;
  const named = weights.get("application/jwk-set+json");
  const json = weights.get("application/json") ?? others;
  return named ? named >= json : (named ?? others) > json;
}
function createJwksResponse(jwks, options = {}) {
  expectOptions3(options, { maxAge: SECONDS_KEPT, request: REQUEST });
  const { maxAge = 300, request } = options;
  const received = (name) => request?.headers.get(name) ?? "";
  const body = JSON.stringify(toPublicJwks(jwks));
  const tag = tagOf(body);
  const headers = new Headers({
    "cache-control": `max-age=${maxAge}`,
    etag: `W/${tag}`,
    vary: "accept, origin"
  });
  if (received("origin")) headers.set("access-control-allow-origin", "*");
  const known = listIn(received("if-none-match")).map((one) => one.replace(/^W\//, ""));
  if (known.includes(tag) || known.includes("*")) return new Response(null, { status: 304, headers });
  const kind = prefersJwkSet(received("accept")) ? "jwk-set+json" : "json";
  headers.set("content-type", `application/${kind}`);
  return new Response(body, { headers });
}

// src/server/replay/durable-object.ts
import { encodeBase64url, UTF8 as UTF82 } from "./core.js";
import { expectKind as expectKind3, expectOptions as expectOptions4, withMethods as withMethods2 } from "./core.js";
import { subtleCrypto as subtleCrypto2 } from "./core.js";
var NAMESPACE = /* @__PURE__ */ withMethods2("the binding of a Durable Object", "get", "idFromName");
function createDurableObjectReplayStore(namespace, options = {}) {
  expectKind3(namespace, "namespace", NAMESPACE);
  expectOptions4(options, SHARED_STORE_OPTIONS);
  const { timeout = 2e3 } = options;
  async function ask(name, expiresAt) {
    const object = namespace.get(namespace.idFromName(name[0]));
    const body = JSON.stringify([name, expiresAt + MARGIN]);
    const response = await object.fetch("https://replay/", { method: "POST", body });
    return response.json();
  }
  return {
    async claim(key, expiresAt) {
      const digest = await subtleCrypto2().digest("SHA-256", UTF82.encode(key));
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
   * Answer a claim: `true` for the first claim of a key.
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
   * Delete the expired keys, and set the next alarm if there are more.
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
import { JoseError as JoseError5, typeOf as typeOf3 } from "./core.js";
import { expectKind as expectKind4, expectOptions as expectOptions5, FUNCTION as FUNCTION3, isBytes, TEXT as TEXT4 } from "./core.js";
var SEND = [
  "a function: createRedisReplayStore((...command) => redis.sendCommand(command))",
  (value) => typeof value === "function"
];
function isOk(reply) {
  const text = isBytes(reply) ? new TextDecoder().decode(reply) : reply;
  return typeof text === "string" && text.toUpperCase() === "OK";
}
function createRedisReplayStore(send, options = {}) {
  expectKind4(send, "send", SEND);
  expectOptions5(options, { ...SHARED_STORE_OPTIONS, prefix: TEXT4, now: FUNCTION3 });
  const { prefix = "jti:", timeout = 2e3, now = Date.now } = options;
  return {
    async claim(key, expiresAt) {
      const life = Math.max(1, Math.ceil((expiresAt + MARGIN) * 1e3 - now()));
      const reply = await answerWithin(timeout, send("SET", prefix + key, "1", "PX", `${life}`, "NX"));
      if (isOk(reply)) return true;
      if (reply === null) return false;
      throw new JoseError5("ERR_REPLAY", `Redis answered SET with ${typeOf3(reply)}, not OK or null`);
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
  createTokenResponse,
  toOAuthErrorResponse
};
//# sourceMappingURL=server.js.map
