import {
  JoseError,
  UTF8,
  encodeBase64url,
  expectOption,
  isString,
  judgeClaims,
  must,
  parseJsonObject,
  parseJws,
  refuseClaim,
  request,
  requireNumbers,
  secureUrl,
  shown,
  subtleCrypto,
  success,
  toPublicJwks,
  unusable,
  verifySignature,
  within
} from "./core.js";

// src/server/remote-jwks.ts
var MEMBERS = {
  keys: [(keys) => Array.isArray(keys) && keys.length <= 100, "an array of 100 keys at most"]
};
function freshness(headers, now) {
  const header = (name) => headers.get(name) ?? "";
  const control = header("cache-control");
  const seconds = /(?:^|,)\s*max-age="?(\d*)/i.exec(control)?.[1] ?? (headers.has("expires") ? (Date.parse(header("expires")) - (Date.parse(header("date")) || now)) / 1e3 : 300);
  return /no-(store|cache)/i.test(control) ? 0 : (Number(seconds) || 0) - (parseInt(header("age")) || 0);
}
function createRemoteJwks(url, options = {}) {
  const {
    timeout = 5e3,
    minAge = 0,
    maxAge = 86400,
    cooldown = 30,
    staleIfError = 0,
    now = Date.now
  } = options;
  const location = secureUrl(url, "url");
  requireNumbers({ timeout, minAge, maxAge, cooldown, staleIfError });
  let kept;
  let pending;
  let began = -Infinity;
  let failure;
  const recent = (time, seconds) => now() >= time && now() - time < seconds * 1e3;
  async function load() {
    const known = kept;
    const etag = known?.headers.get("etag");
    const answer = await request(
      location,
      {
        headers: {
          accept: "application/jwk-set+json, application/json",
          ...etag && { "if-none-match": etag }
        }
      },
      { ...options, timeout }
    );
    const { status, headers } = answer.response;
    let jwks = known?.jwks;
    let said = headers;
    if (etag && status === 304) {
      said = new Headers(known.headers);
      said.delete("age");
      headers.forEach((value, name) => said.set(name, value));
    } else {
      const { keys } = success(answer, "a JWK Set", MEMBERS);
      const type = headers.get("content-type") ?? "no content-type";
      const isJson = /^application\/([\w.-]+\+)?json *(;|$)/i.test(type);
      if (!isJson) throw unusable(location, shown(type), "application/json", { status });
      jwks = { keys };
    }
    const life = Math.min(maxAge, Math.max(minAge, freshness(said, now())));
    const storable = life > 0 || !/no-store/i.test(said.get("cache-control") ?? "");
    kept = storable ? { jwks, headers: said, since: now(), life } : void 0;
    return jwks;
  }
  async function fetched() {
    if (!pending || !recent(began, timeout / 500)) {
      if (failure && recent(began, cooldown)) throw failure;
      began = now();
      failure = void 0;
      const asked = load().catch((error) => {
        if (pending === asked) failure = error;
        throw error;
      }).finally(() => {
        if (pending === asked) pending = void 0;
      });
      pending = asked;
    }
    return within(timeout * 2, pending);
  }
  return {
    async get() {
      if (kept && recent(kept.since, kept.life)) return kept.jwks;
      try {
        return await fetched();
      } catch (error) {
        const strict = /no-cache|must-revalidate/i.test(kept?.headers.get("cache-control") ?? "");
        if (kept && !strict && recent(kept.since, kept.life + staleIfError)) return kept.jwks;
        throw error;
      }
    },
    async refresh() {
      return kept && !pending && !failure && recent(began, cooldown) ? kept.jwks : fetched();
    }
  };
}

// src/server/replay.ts
var MARGIN = 60;
function createMemoryReplayStore(options = {}) {
  const { maxEntries = 1e5, now = Date.now } = options;
  const claimed = /* @__PURE__ */ new Set();
  const expiring = /* @__PURE__ */ new Map();
  let purged;
  return {
    async claim(key, expiresAt) {
      expectOption(Number.isFinite(expiresAt), "expiresAt: expected seconds");
      const second = Math.floor(now() / 1e3);
      if (second !== purged) {
        purged = second;
        for (const [end2, keys2] of expiring) {
          if (end2 > second) continue;
          for (const old of keys2) claimed.delete(old);
          expiring.delete(end2);
        }
      }
      if (claimed.has(key)) return false;
      must(
        claimed.size < maxEntries,
        "ERR_REPLAY",
        "the replay store is full",
        `${maxEntries} entries at most`
      );
      const end = Math.ceil(expiresAt) + MARGIN;
      const keys = expiring.get(end) ?? [];
      expiring.set(end, keys);
      keys.push(key);
      claimed.add(key);
      return true;
    }
  };
}
function createRedisReplayStore(client, {
  prefix = "jti:",
  timeout = 2e3
} = {}) {
  return {
    async claim(key, expiresAt) {
      const until = Math.ceil((expiresAt + MARGIN) * 1e3);
      const command = ["SET", prefix + key, "1", "PXAT", `${until}`, "NX"];
      return await within(timeout, "call" in client ? client.call(...command) : client.sendCommand(command)) === "OK";
    }
  };
}
function createDurableObjectReplayStore(namespace, { timeout = 2e3 } = {}) {
  return {
    async claim(key, expiresAt) {
      const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(key));
      const name = encodeBase64url(new Uint8Array(digest));
      const object = namespace.get(namespace.idFromName(name[0]));
      const body = JSON.stringify([name, expiresAt + MARGIN]);
      const answer = object.fetch("https://replay/", { method: "POST", body }).then((response) => response.json());
      return await within(timeout, answer) === true;
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
  async fetch(request2) {
    const [name, expiresAt] = await request2.json();
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
    let page;
    let last = {};
    while ((page = [...await storage.list({ limit: 128, ...last })])[0]) {
      await storage.delete(page.flatMap(([name, end]) => end > now ? [] : name));
      for (const [startAfter, end] of page) {
        last = { startAfter };
        if (end > now) next = Math.max(next, end);
      }
    }
    if (next) await storage.setAlarm(next * 1e3);
  }
};

// src/server/assertion-verifier.ts
var TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
var LENGTH = 16384;
var SETS = 1e3;
function mustSend(met, parameter, expected) {
  if (met) return;
  throw Object.assign(new JoseError("ERR_OAUTH", parameter, expected), {
    error: "invalid_request",
    status: 400
  });
}
function parameterOf(parameters, name) {
  const { getAll, [name]: value } = Object(parameters);
  const [first = "", ...others] = typeof getAll === "function" ? getAll.call(parameters, name) : [value];
  mustSend(isString(first) && others.length === 0, name, "one string");
  return first;
}
function createAssertionVerifier(options) {
  const { audience, client, algorithms = ["RS384", "ES384"] } = options;
  const {
    clockTolerance = 5,
    maxLifetime = 300,
    now = Date.now,
    replayStore = createMemoryReplayStore({ now })
  } = options;
  const audiences = [audience].flat();
  expectOption(audiences[0] && audiences.every((url) => url && isString(url)), "audience: expected a string");
  expectOption(typeof client === "function", "client: expected a function");
  requireNumbers({ clockTolerance, maxLifetime });
  const sets = /* @__PURE__ */ new Map();
  function remoteSet(url) {
    const set = sets.get(url) ?? createRemoteJwks(url, options);
    sets.delete(url);
    sets.set(url, set);
    if (sets.size > SETS) sets.delete(sets.keys().next().value);
    return set;
  }
  return {
    async verify(parameters) {
      const assertion = parameterOf(parameters, "client_assertion");
      const type = parameterOf(parameters, "client_assertion_type");
      const clientId = parameterOf(parameters, "client_id");
      mustSend(assertion, "client_assertion", "a JWT");
      mustSend(type === TYPE, "client_assertion_type", TYPE);
      const parsed = parseJws(assertion, { maxLength: LENGTH });
      const { header, payload } = parsed;
      const { alg, kid, jku, typ } = header;
      const unverified = parseJsonObject(payload, "JWT Claims Set");
      const { iss, sub } = unverified;
      if (!iss || !isString(iss)) refuseClaim("iss", iss, "a client_id");
      if (sub !== iss) refuseClaim("sub", sub, shown(iss));
      must(kid, "ERR_JWS_FORM", "no kid", "one in the JOSE Header");
      if (!algorithms.includes(alg)) throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, algorithms);
      const registered = await client(iss);
      if (!registered) refuseClaim("iss", iss, "a registered client");
      const { jwks, jwksUri } = registered;
      if (jku !== void 0 && jku !== jwksUri) refuseClaim("jku", jku, "the registered URL");
      if (!jwksUri && !Array.isArray(jwks?.keys))
        throw new TypeError(`client ${shown(iss)}: expected jwks or jwksUri`);
      const keys = async () => {
        if (!jwksUri) return jwks;
        const remote = remoteSet(jwksUri);
        const set = await remote.get();
        return set.keys.some((jwk) => jwk?.kid === kid) ? set : remote.refresh();
      };
      await verifySignature(parsed, keys, { algorithms });
      const claims = judgeClaims(header, unverified, {
        audience,
        clockTolerance,
        now,
        issuer: iss,
        ...typ === void 0 ? {} : { typ: "JWT" }
      });
      const { exp, jti } = claims;
      const latest = now() / 1e3 + maxLifetime + clockTolerance;
      if (!(exp <= latest)) refuseClaim("exp", exp, `a time up to ${latest}`);
      if (!jti || jti.length > 256) refuseClaim("jti", jti, "1 to 256 characters");
      if (clientId && clientId !== iss) refuseClaim("client_id", clientId, shown(iss));
      let first;
      try {
        first = await replayStore.claim(JSON.stringify([iss, jti]), exp + clockTolerance);
      } catch (cause) {
        throw new JoseError("ERR_REPLAY", "the replay store failed", "an answer (see cause)", { cause });
      }
      if (first !== true)
        throw new JoseError("ERR_REPLAY", `jti ${shown(jti)}`, "one that was not used before");
      return { clientId: iss, claims, header };
    }
  };
}

// src/server/jwks-response.ts
function tagOf(text) {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return `W/"${text.length}-${hash >>> 0}"`;
}
function createJwksResponse(jwks, { maxAge = 300, request: request2 } = {}) {
  expectOption(Number.isInteger(maxAge) && maxAge >= 0, "maxAge: expected seconds");
  const body = JSON.stringify(toPublicJwks(jwks));
  const asked = (name) => request2?.headers.get(name) ?? "";
  const etag = tagOf(body);
  const headers = new Headers({ "cache-control": `max-age=${maxAge}`, etag, vary: "accept, origin" });
  if (asked("origin")) headers.set("access-control-allow-origin", "*");
  const known = asked("if-none-match").split(",").map((tag) => tag.trim());
  if (known.includes(etag) || known.includes("*")) return new Response(null, { status: 304, headers });
  headers.set("content-type", `application/${/\/jwk-set\+json/i.test(asked("accept")) ? "jwk-set+" : ""}json`);
  return new Response(body, { headers });
}
var ANSWERS = {
  400: ["invalid_request", "a parameter is missing, or there twice"],
  401: ["invalid_client", "client authentication failed"],
  500: ["server_error", "the server failed"],
  503: ["temporarily_unavailable", "try again later, with a new assertion"]
};
function toOAuthErrorResponse(thrown) {
  const { name, code, error: oauth, cause } = Object(thrown);
  const status = name !== "JoseError" || code === "ERR_CRYPTO" ? 500 : oauth === "invalid_request" ? 400 : code === "ERR_HTTP" || code === "ERR_REPLAY" && cause ? 503 : 401;
  const [error, error_description] = ANSWERS[status];
  return Response.json({ error, error_description }, { status, headers: { "cache-control": "no-store" } });
}
export {
  ReplayObject,
  createAssertionVerifier,
  createDurableObjectReplayStore,
  createJwksResponse,
  createMemoryReplayStore,
  createRedisReplayStore,
  createRemoteJwks,
  toOAuthErrorResponse
};
//# sourceMappingURL=server.js.map
