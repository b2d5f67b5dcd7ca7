// subtle-jws-server, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
// @ts-self-types="./subtle-jws-server.d.ts"

// src/errors.ts
var JoseError = class extends Error {
  /** The message is `found: expected expected`. */
  constructor(code, found, expected, options) {
    super(`${found}: expected ${expected}`, options);
    this.name = "JoseError";
    this.code = code;
  }
};
function must(met, code, found, expected) {
  if (!met) throw new JoseError(code, found, expected);
}
function shown(value) {
  return `${JSON.stringify(value)}`.slice(0, 99);
}

// src/json.ts
var UTF8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var isString = (value) => typeof value === "string";
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
  }
  const sound = value instanceof Object && !Array.isArray(value) && membersWritten(bytes) === membersOf(value);
  must(sound, "ERR_JSON", what, "a JSON object in UTF-8, no member twice");
  return value;
}
function membersWritten(json) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const octet = json[i];
    if (octet === 34) quoted = !quoted;
    else if (quoted) i += Number(octet === 92);
    else members += Number(octet === 58);
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (!(next instanceof Object)) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const member of inner) values.push(member);
  }
  return members;
}

// src/claims.ts
var isTime = (value) => Number.isFinite(value);
var isAudience = (value) => listOf(value).every(isString);
var TYPES = {
  exp: isTime,
  nbf: isTime,
  iat: isTime,
  iss: isString,
  sub: isString,
  jti: isString,
  aud: isAudience
};
function listOf(value) {
  return Array.isArray(value) ? value : [value];
}
function refuseClaim(claim, value, expected, code = "ERR_CLAIM") {
  throw Object.assign(new JoseError(code, `${claim} ${shown(value)}`, expected), { claim });
}
function checkClaims(claims, expected, now) {
  const refuse = (claim, expected2, code) => refuseClaim(claim, claims[claim], expected2, code);
  const { issuer, subject, audience, maxAge = Infinity, clockTolerance = 0, requiredClaims = [] } = expected;
  for (const claim in TYPES) {
    if (claims[claim] !== void 0 && !TYPES[claim](claims[claim]))
      refuse(claim, "the type that RFC 7519 gives it");
  }
  for (const claim of requiredClaims) if (!Object.hasOwn(claims, claim)) refuse(claim, "a value");
  for (const [claim, accepted] of [
    ["iss", issuer],
    ["sub", subject],
    ["aud", audience]
  ]) {
    const fits = (value) => isString(value) && listOf(accepted).includes(value);
    if (accepted !== void 0 && !listOf(claims[claim]).some(fits)) refuse(claim, shown(accepted));
  }
  const { exp = Infinity, nbf = now, iat = now } = claims;
  const earliest = now - clockTolerance;
  const latest = now - -clockTolerance;
  if (!(exp > earliest)) refuse("exp", `a time after ${earliest}`, "ERR_EXPIRED");
  if (!(nbf <= latest)) refuse("nbf", `a time up to ${latest}`);
  if (!(iat <= latest)) refuse("iat", `a time up to ${latest}`);
  if (maxAge !== Infinity && claims.iat === void 0) refuse("iat", "a value");
  if (!(earliest - iat <= maxAge)) refuse("iat", `at most ${maxAge} seconds ago`, "ERR_EXPIRED");
  return claims;
}

// src/http.ts
var LIMIT = 65536;
function expectOption(met, option) {
  if (!met) throw new TypeError(option);
}
function requireNumbers(options) {
  for (const [option, value] of Object.entries(options)) {
    expectOption(typeof value === "number" && value >= 0, `${option}: expected a number`);
  }
}
function requireTimeout(timeout) {
  expectOption(timeout > 0 && timeout <= 7e8, "timeout: expected 1 to 7e8 milliseconds");
}
function isSecure(url) {
  return typeof url === "string" && URL.canParse(url) && /^(https:\/\/[^/@]+|http:\/\/(localhost|127(\.\d+){3}|\[::1])(:\d+)?)\//.test(new URL(url).href);
}
function secureUrl(url, option) {
  expectOption(
    isSecure(url),
    `${option} ${shown(`${url}`.replace(/\/\/[^]*@/, "//…@"))}: expected an https URL`
  );
  return new URL(url);
}
function unusable(url, found, expected, details = {}) {
  const code = details.error ? "ERR_OAUTH" : "ERR_HTTP";
  return Object.assign(new JoseError(code, `${url.origin}${url.pathname}: ${found}`, expected), details);
}
function within(timeout, promise, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const timer = setTimeout(
      reject,
      timeout,
      new JoseError("ERR_HTTP", "no answer", `one in ${timeout} ms; try again`)
    );
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  });
}
async function request(url, init, options) {
  const { fetch: send = fetch, signal, timeout = 1e4 } = options;
  requireTimeout(timeout);
  const controller = new AbortController();
  const exchange = async () => {
    const response = await send(url.href, { ...init, redirect: "manual", signal: controller.signal });
    const body = new Uint8Array(LIMIT);
    const reader = response.body?.getReader();
    let length = 0;
    for (let part; part = (await reader?.read())?.value; length += part.length) {
      body.set(part, length);
    }
    const answer = { url, response };
    try {
      return { ...answer, json: parseJsonObject(body.subarray(0, length), "body") };
    } catch {
      return answer;
    }
  };
  try {
    return await within(timeout, exchange(), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unusable(
      url,
      "no answer",
      `${LIMIT} octets at most in ${timeout} ms, with a valid certificate (see cause)`,
      {
        cause
      }
    );
  } finally {
    controller.abort();
  }
}
function success({ url, response, json }, remedy, members) {
  const { status, ok, headers } = response;
  const expect = (met, found2, expected) => {
    if (!met) throw unusable(url, found2, expected, { status });
  };
  const later = status > 499 || status === 429;
  const found = `status ${status}, ${shown(headers.get("content-type"))}`;
  expect(ok || later || status > 399, found, "no redirect");
  expect(ok && json, found, later ? "an answer; try again later" : remedy);
  for (const [member, [fits, expected]] of Object.entries(members))
    expect(fits(json[member]), member, expected);
  return json;
}

// src/algorithms.ts
var family = (bits, curve, octets) => [
  {
    alg: `RS${bits}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-" + bits
  },
  {
    alg: `PS${bits}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSA-PSS",
    hash: "SHA-" + bits,
    saltLength: bits / 8
  },
  {
    alg: `ES${bits}`,
    kty: "EC",
    sign: `x:${octets} y:${octets} d:${octets}`,
    verify: `x:${octets} y:${octets}`,
    name: "ECDSA",
    hash: "SHA-" + bits,
    namedCurve: "P-" + curve,
    size: octets * 2
  }
];
var lattice = (alg, octets, size) => ({
  alg,
  kty: "AKP",
  sign: `pub:${octets} priv:32`,
  verify: `pub:${octets}`,
  name: alg,
  size
});
var TABLE = [
  ...family(256, 256, 32),
  ...family(384, 384, 48),
  ...family(512, 521, 66),
  {
    alg: "Ed25519",
    kty: "OKP",
    sign: "x:32 d:32",
    verify: "x:32",
    name: "Ed25519",
    namedCurve: "Ed25519",
    size: 64
  },
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  {
    alg: "EdDSA",
    kty: "OKP",
    sign: "x:32 d:32",
    verify: "x:32",
    name: "Ed25519",
    namedCurve: "Ed25519",
    size: 64
  },
  lattice("ML-DSA-44", 1312, 2420),
  lattice("ML-DSA-65", 1952, 3309),
  lattice("ML-DSA-87", 2592, 4627)
];
function algorithmOf(alg) {
  const row = TABLE.find((row2) => row2.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, "a JwsAlgorithm");
  return row;
}
function algorithmsOf(jwk, asked) {
  return TABLE.filter(
    ({ alg, kty, namedCurve = jwk.crv }) => kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg)
  );
}
var KEPT = /* @__PURE__ */ new WeakMap();
function keptOf(owner) {
  let kept = KEPT.get(owner);
  if (!kept) KEPT.set(owner, kept = {});
  return kept;
}
var COPYING = /* @__PURE__ */ new WeakSet();

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF82 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF82.encode(ALPHABET);
var DECODE = /* @__PURE__ */ Int8Array.from({ length: 256 }, (_, code) => ENCODE.indexOf(code));
var ASCII = /* @__PURE__ */ new TextDecoder();
var TEXT = /* @__PURE__ */ new Uint8Array(4096);
function encodedLength(length) {
  return Math.ceil(length * 4 / 3);
}
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function requireBytes(value, what) {
  if (value?.[Symbol.toStringTag] !== "Uint8Array") {
    throw new TypeError(`${what}: expected a Uint8Array`);
  }
}
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const length = encodedLength(bytes.length);
  const text = length > TEXT.length ? new Uint8Array(length) : TEXT;
  let at = 0;
  let i = 0;
  for (; i + 2 < bytes.length; i += 3, at += 4)
    writeGroup(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2], text, at);
  writeGroup(bytes[i] << 16 | bytes[i + 1] << 8, text, at);
  return ASCII.decode(text.subarray(0, length));
}
function encodeBase64url(bytes) {
  requireBytes(bytes, "bytes");
  return base64urlOf(bytes);
}
function readBase64url(text, what) {
  const { length } = text;
  const bytes = new Uint8Array(length * 3 / 4);
  let seen = 0;
  let group = 0;
  let bits = 0;
  let at = 0;
  let i = 0;
  for (; i + 3 < length; i += 4, at += 3) {
    group = DECODE[text[i]] << 18 | DECODE[text[i + 1]] << 12 | DECODE[text[i + 2]] << 6 | DECODE[text[i + 3]];
    seen |= group;
    bytes[at] = group >> 16;
    bytes[at + 1] = group >> 8;
    bytes[at + 2] = group;
  }
  for (; i < length; i++) {
    const sextet = DECODE[text[i]];
    seen |= sextet;
    group = group << 6 | sextet;
    bits += 6;
    if (bits > 7) bytes[at++] = group >> (bits -= 8);
  }
  must(
    seen >= 0 && bits < 6 && !(group & (1 << bits) - 1),
    "ERR_BASE64URL",
    what,
    "base64url without padding, white space or spare bits"
  );
  return bytes;
}

// src/jws.ts
function parseJws(jws, { maxLength = 65536 } = {}) {
  if (!isString(jws)) throw new TypeError("JWS: expected a string");
  if (!(jws.length <= maxLength))
    throw new JoseError("ERR_JWS_FORM", `JWS of ${jws.length} characters`, `at most ${maxLength}`);
  const octets = UTF82.encode(jws);
  const first = octets.indexOf(46);
  const last = octets.lastIndexOf(46);
  must(
    first < last && octets.indexOf(46, first + 1) === last,
    "ERR_JWS_FORM",
    "JWS",
    "three parts with a dot between them"
  );
  const header = parseJsonObject(
    readBase64url(octets.subarray(0, first), "JOSE Header"),
    "JOSE Header"
  );
  const payload = readBase64url(octets.subarray(first + 1, last), "JWS Payload");
  const signature = readBase64url(octets.subarray(last + 1), "JWS Signature");
  const { alg, kid = "", typ = "" } = header;
  must(
    isString(alg) && isString(kid) && isString(typ),
    "ERR_JWS_FORM",
    "alg, kid, typ in the JOSE Header",
    "strings"
  );
  return { header, payload, signature, signingInput: octets.subarray(0, last) };
}
function checkCrit(header, understood) {
  const { crit, b64 = true } = header;
  const sound = crit === void 0 || Array.isArray(crit) && crit[0] && new Set(crit).size === crit.length && crit.every((name) => Object.hasOwn(header, name) && understood.includes(name));
  if (!sound || b64 !== true)
    throw new JoseError("ERR_CRIT", `crit ${shown(crit)}, b64 ${shown(b64)}`, "extensions understood here");
}
async function verifyParsed({ header, signature, signingInput }, verifierFor, { algorithms, crit = [] }) {
  checkCrit(header, crit);
  const { alg } = header;
  const { size } = algorithmOf(alg);
  must(!algorithms || algorithms.includes(alg), "ERR_ALG", `alg ${alg}`, algorithms);
  const verifier = await verifierFor(header);
  must(verifier.alg === alg, "ERR_ALG", `alg ${alg}`, verifier.alg);
  let good;
  try {
    good = (!size || signature.length === size) && await verifier.verify(signature, signingInput);
  } catch (cause) {
    throw new JoseError("ERR_CRYPTO", "the verifier failed", "an answer (see cause)", { cause });
  }
  must(good === true, "ERR_SIGNATURE", "JWS Signature", "that of the key over this token");
}

// src/webcrypto.ts
var chosen;
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  must(subtle, "ERR_CRYPTO", "no crypto.subtle", "https, Node 20+ or setSubtleCrypto");
  return subtle;
}

// src/jwk.ts
function need(met, lacking) {
  must(met, "ERR_JWK", "JWK", lacking);
}
function keysOf(key) {
  const { keys = key } = key;
  return Array.isArray(keys) ? keys : [keys];
}
function keyNamed(key, kid) {
  if (kid === void 0) return key;
  const keys = keysOf(key).filter((jwk) => jwk?.kid === kid);
  must(keys[0], key.keys ? "ERR_KEY_NOT_FOUND" : "ERR_JWK", "JWK", `kid ${shown(kid)}`);
  return key.keys ? { keys } : key;
}
function selectKey(key, use, askedAlg) {
  const keys = keysOf(key).map(Object);
  const lack = (jwk) => {
    const { use: purpose = "sig", key_ops: ops = [use] } = jwk;
    const rows = algorithmsOf(jwk, askedAlg);
    return rows.length !== 1 || jwk.keys ? `one alg by kty, crv: ${rows.map((row) => row.alg)}` : purpose !== "sig" || !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length ? `use sig, key_ops ${use}` : use === "sign" && !(jwk.d ?? jwk.priv) && "d";
  };
  const [found, other] = keys.filter((jwk) => !lack(jwk));
  must(
    found && !other,
    !key.keys ? "ERR_JWK" : found ? "ERR_KEY_AMBIGUOUS" : "ERR_KEY_NOT_FOUND",
    "JWK",
    found ? "one by kid or alg" : [...new Set(keys.map(lack))]
  );
  return found;
}
function bareKey(jwk, use, { alg, kty, [use]: members, size, namedCurve }) {
  const bare = namedCurve ? { kty, crv: namedCurve } : kty === "AKP" ? { kty, alg } : { kty };
  let [n, e, d, p, q, dp, dq, qi] = members.split(" ").map((spec) => {
    const [member, fixed] = spec.split(":");
    const given = jwk[member];
    const text = bare[member] = isString(given) ? given : "";
    const spare = BigInt(text.length * 6 % 8);
    const bits = [...text.slice(0, 3500)].reduce(
      (number2, char) => number2 << 6n | BigInt(ALPHABET.indexOf(char)),
      0n
    );
    const number = bits >> spare;
    const octets = Number(fixed ?? number.toString(16).length + 1 >> 1);
    need(
      text.length === encodedLength(octets) && number << spare === bits && bits >= 0n,
      `${member} of ${fixed ?? "minimal"} octets`
    );
    return number;
  });
  if (!size) {
    need(
      n >> 2047n && e >> 1n && e & 1n && !(n >> 8192n | e >> 32n),
      "n of 2048 to 8192 bits, odd e of 2 to 32 bits"
    );
    need(
      use !== "sign" || p > 1n && q > 1n && !(p * q - n | q * qi % p - 1n | d % --p - dp | d % --q - dq),
      "d p q dp dq qi of n"
    );
  }
  return bare;
}
function publicKeyOf(jwk) {
  const [row] = algorithmsOf(Object(jwk));
  need(row, "kty, crv, alg of a signature");
  return bareKey(jwk, "verify", row);
}
function toPublicJwk(jwk) {
  const publicJwk = publicKeyOf(jwk);
  for (const member of ["kid", "alg", "use", "x5u", "x5t", "x5t#S256"]) {
    if (typeof jwk[member] === "string") publicJwk[member] = jwk[member];
  }
  if (Array.isArray(jwk.x5c)) publicJwk.x5c = jwk.x5c.filter((certificate) => typeof certificate === "string");
  if (jwk.key_ops) publicJwk.key_ops = ["verify"];
  return publicJwk;
}
function toPublicJwks(jwks) {
  const published = /* @__PURE__ */ new Map();
  need(Array.isArray(jwks?.keys), "an array of keys");
  for (const jwk of jwks.keys) {
    const publicJwk = toPublicJwk(jwk);
    const { kid } = publicJwk;
    need(kid, "kid");
    const twin = published.get(kid);
    need(!twin || canonical(twin) === canonical(publicJwk), "kid of its own");
    published.set(kid, publicJwk);
  }
  return { keys: [...published.values()] };
}
function canonical(jwk) {
  return JSON.stringify(
    Object.fromEntries(Object.entries(publicKeyOf(jwk)).sort(([a], [b]) => a < b ? -1 : 1))
  );
}

// src/keys.ts
function importJwk(key, use, askedAlg) {
  const jwk = key.keys ? selectKey(key, use, askedAlg) : key;
  const kept = keptOf(Object(jwk));
  const name = `${use} ${askedAlg}`;
  return kept[name] ??= importOnce(jwk, use, askedAlg).catch((error) => {
    delete kept[name];
    throw error;
  });
}
async function importOnce(jwk, use, askedAlg) {
  const row = algorithmsOf(selectKey(jwk, use, askedAlg), askedAlg)[0];
  const imported = await importBare(jwk, use, row);
  if (use === "sign") {
    const probe = new Uint8Array(1);
    const { verify } = await importBare(jwk, "verify", row);
    const sound = imported.sign(probe).then((signature) => verify(signature, probe));
    need(await sound.catch(() => false), "its own d");
  }
  return imported;
}
async function importBare(jwk, use, row) {
  const refuse = ({ name }) => {
    throw new JoseError(
      name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK",
      `WebCrypto: ${name}`,
      `${row.alg} key`
    );
  };
  const bare = bareKey(jwk, use, row);
  return bind(await subtleCrypto().importKey("jwk", bare, row, false, [use]).catch(refuse), row, jwk.kid);
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const octets = row.size ?? key.algorithm.modulusLength + 7 >> 3;
  const sign = (signingInput) => subtle.sign(row, key, signingInput).then(octetsOf);
  COPYING.add(sign);
  return {
    alg: row.alg,
    kid,
    sign,
    verify: async (signature, signingInput) => signature.length === octets && subtle.verify(row, key, signature, signingInput)
  };
}
function octetsOf(buffer) {
  return new Uint8Array(buffer);
}

// src/jwt.ts
function verifySignature(jws, keys, options) {
  const { algorithms = [] } = options;
  const verifierFor = async (header) => {
    const found = typeof keys === "function" ? await keys(header) : keys;
    if (!found) throw new JoseError("ERR_KEY_NOT_FOUND", "no key", `one for kid ${shown(header.kid)}`);
    if (found.verify) return found;
    const jwk = found.keys ? selectKey(keyNamed(found, header.kid), "verify", header.alg) : found;
    const named = jwk.alg === void 0 && algorithms.includes(header.alg);
    return importJwk(jwk, "verify", named ? header.alg : void 0);
  };
  return verifyParsed(jws, verifierFor, options);
}
function judgeClaims({ typ: given }, claims, options) {
  const { typ, now = Date.now } = options;
  if (typ !== void 0 && mediaType(given) !== mediaType(typ)) refuseClaim("typ", given, shown(typ));
  return checkClaims(claims, options, now() / 1e3);
}
function mediaType(typ = "") {
  return typ.toLowerCase().replace(/^application\//, "");
}

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
      const digest = await subtleCrypto().digest("SHA-256", UTF82.encode(key));
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
