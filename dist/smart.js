// src/smart/assertion.ts
import { base64urlOf } from "./core.js";
import { expectClaims } from "./core.js";
import { shown } from "./core.js";
import { secureUrl } from "./core.js";
import { expectHeader } from "./core.js";
import { signerFor, signJwt } from "./core.js";
import {
  ANYTHING,
  BOOLEAN,
  expect,
  expectOptions,
  FUNCTION,
  isString,
  PLAIN_OBJECT,
  secondsOf,
  TEXT,
  TEXT_OR_TEXTS,
  wholeNumber
} from "./core.js";
var LIFE = /* @__PURE__ */ wholeNumber("whole seconds, 1 to 300", 1, 300);
var PROFILE = ['"smart" or "rfc10070"', (value) => value === "smart" || value === "rfc10070"];
var OPTIONS = {
  clientId: TEXT,
  audience: TEXT_OR_TEXTS,
  key: ANYTHING,
  jku: TEXT,
  profile: PROFILE,
  header: PLAIN_OBJECT,
  expiresIn: LIFE,
  now: FUNCTION,
  jti: TEXT,
  claims: PLAIN_OBJECT,
  allowInsecureRequests: BOOLEAN
};
function randomName() {
  return base64urlOf(crypto.getRandomValues(new Uint8Array(16)));
}
function expectAdded(option, names, made) {
  for (const name of names) {
    expect(!made.test(name), `option ${option} has ${shown(name)}, which the request makes itself`);
  }
}
function expectAssertionOptions(options) {
  const { jku, header = {}, claims = {}, profile, audience = "" } = options;
  if (jku !== void 0) secureUrl(jku, "jku", options);
  expectAdded("header", Object.keys(header), /^(alg|kid|jku)$/);
  expectClaims(claims);
  expectHeader({ alg: "", ...header });
  const isOne = profile !== "rfc10070" || isString(audience);
  expect(isOne, 'option audience is a list; with profile "rfc10070" it must be the issuer alone');
}
async function createClientAssertion(options) {
  expectOptions(options, OPTIONS, { needed: ["clientId", "audience"] });
  expectAssertionOptions(options);
  return signAssertion(options);
}
function isCertificate([name, value]) {
  return name.startsWith("x5") && Boolean(value);
}
async function signAssertion(options) {
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = randomName(), claims } = options;
  const usual = options.profile === "rfc10070" ? "client-authentication+jwt" : "JWT";
  const { typ = usual } = options.header ?? {};
  const header = { ...options.header, typ, jku };
  const signer = await signerFor(options.key);
  const isNamed = signer.kid ?? Object.entries(header).some(isCertificate);
  expect(isNamed, "the key has no kid; it must have that of the published key");
  const time = secondsOf(now);
  const exp = time + expiresIn;
  const iat = Math.max(time - 5, exp - 300, 0);
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, header);
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/backend-services.ts
import { within as within2 } from "./core.js";
import { httpError, secureUrl as secureUrl3, SIGNAL } from "./core.js";
import { jsonOf } from "./core.js";
import { expectSigningKey } from "./core.js";
import {
  ANYTHING as ANYTHING2,
  BOOLEAN as BOOLEAN2,
  COUNT,
  expect as expect2,
  expectOptions as expectOptions3,
  FUNCTION as FUNCTION2,
  isString as isString5,
  MILLISECONDS,
  PLAIN_OBJECT as PLAIN_OBJECT2,
  TEXT as TEXT3,
  TEXT_OR_TEXTS as TEXT_OR_TEXTS2,
  TEXTS,
  withMethods
} from "./core.js";

// src/smart/configuration.ts
import { shown as shown2 } from "./core.js";
import {
  answerError,
  HTTP_OPTIONS,
  isSecure,
  jsonOfSuccess,
  request,
  secureUrl as secureUrl2,
  shownUrl
} from "./core.js";
import { expectOptions as expectOptions2, isString as isString2, TEXT as TEXT2 } from "./core.js";
var TEXT_MEMBERS = /^issuer$|^jwks_uri$|_endpoint$/;
var LIST_MEMBERS = /s_supported$|^capabilities$/;
function isOfItsType([name, value]) {
  if (value === null) return false;
  if (TEXT_MEMBERS.test(name)) return isString2(value);
  return !LIST_MEMBERS.test(name) || Array.isArray(value) && value.every(isString2);
}
function fhirBase(url, rules = {}, option = "fhirBaseUrl") {
  const base = secureUrl2(url, option, rules);
  base.search = "";
  base.hash = "";
  const { pathname } = base;
  let end = pathname.length;
  while (pathname[end - 1] === "/") end--;
  base.pathname = `${pathname.slice(0, end)}/`;
  return base;
}
function requestConfiguration(base, options) {
  return request(
    new URL(".well-known/smart-configuration", base),
    { headers: { accept: "application/json" } },
    options,
    3
  );
}
function judgeConfiguration(answer, rules = {}) {
  const { token_endpoint: said, ...others } = jsonOfSuccess(answer, "is fhirBaseUrl right?", {
    token_endpoint: TEXT2
  });
  const endpoint = absolute(said.trim(), answer.url);
  const mayBeHttp = answer.url.protocol === "http:";
  const isSafe = isSecure(endpoint, rules) && (mayBeHttp || new URL(endpoint).protocol === "https:");
  if (!isSafe) {
    const needed = "it must be an https URL without a password (http: if fhirBaseUrl is, with allowInsecureRequests)";
    throw answerError(answer, `its token_endpoint is ${shownUrl(endpoint)}`, needed);
  }
  const members = Object.fromEntries(Object.entries(others).filter(isOfItsType));
  const { issuer = rules.issuer } = members;
  if (rules.issuer !== void 0 && issuer !== rules.issuer) {
    const needed = `it must equal option audience, ${shown2(rules.issuer)}`;
    throw answerError(answer, `its issuer is ${shown2(issuer)}`, needed);
  }
  return { token_endpoint: endpoint, ...members };
}
function absolute(url, answered) {
  const isRelative = !URL.canParse(url) && URL.canParse(url, answered.href);
  if (!isRelative) return url;
  return new URL(url, answered).href;
}
async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
  expectOptions2(options, HTTP_OPTIONS);
  const answer = await requestConfiguration(fhirBase(fhirBaseUrl, options), options);
  return judgeConfiguration(answer, options);
}

// src/smart/token-request.ts
import { shown as shown3 } from "./core.js";
import { answerError as answerError2, jsonOfSuccess as jsonOfSuccess2, request as request2 } from "./core.js";
import { isString as isString3 } from "./core.js";
var MADE_PARAMS = /^(grant_type|scope|client_assertion(_type)?)$/;
var ASSERTION_REMEDY = "is client_id registered, with this kid and aud, and the clock right? (subtle-jws doctor)";
var DPOP_REMEDY = "DPoP is not supported; have the client registered for bearer tokens";
var REMEDIES = /* @__PURE__ */ new Map([
  ["invalid_client", ASSERTION_REMEDY],
  ["invalid_grant", ASSERTION_REMEDY],
  ["invalid_request", ASSERTION_REMEDY],
  ["invalid_scope", "ask for scopes that the client is registered for"],
  ["unauthorized_client", "is the client registered for client_credentials?"],
  ["unsupported_grant_type", "does the server offer client_credentials?"]
]);
var TOKEN = ["visible ASCII", (token) => isString3(token) && /^[!-~]+$/.test(token)];
var BEARER = /^(bearer[ _-]?(token)?)?$/i;
var LONGEST_LIFE = 31536e3;
function requestToken(url, assertion, { scope, params = {}, headers: added }, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    ...scope && { scope },
    ...clientAssertionParams(assertion)
  });
  for (const [name, values] of Object.entries(params)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  const headers = new Headers(added);
  headers.set("accept", "application/json");
  return request2(url, { method: "POST", body, headers }, options);
}
function refusalOf(answer, error) {
  const known = REMEDIES.get(error) ?? "description or the server’s operator may tell why";
  const remedy = /dpop/i.test(answer.text) ? DPOP_REMEDY : known;
  return answerError2(answer, `the server refused with ${shown3(error)}`, remedy, error);
}
function lifeOf(expiresIn) {
  const life = isString3(expiresIn) && expiresIn.trim() ? Number(expiresIn) : expiresIn;
  if (typeof life !== "number" || Number.isNaN(life)) return 300;
  return Math.min(Math.max(life, 0), LONGEST_LIFE);
}
function tokenOf(granted, requested = "") {
  const scopes = granted.scope.split(/\s+/);
  const missingScopes = requested.split(" ").filter((name) => name && !scopes.includes(name));
  const { accessToken, scope, expiresAt } = granted;
  return { accessToken, scope, missingScopes, expiresAt };
}
function judgeToken(answer, requested, sent) {
  const { response, json } = answer;
  const error = json?.error;
  if (error && isString3(error)) throw refusalOf(answer, error);
  const isRefusal = [400, 401, 403].includes(response.status);
  const hint = isRefusal ? ASSERTION_REMEDY : "is tokenEndpoint right?";
  const granted = jsonOfSuccess2(answer, hint, { access_token: TOKEN });
  const { token_type: type, expires_in: expiresIn, scope: said = requested } = granted;
  const isBearer = type == null || isString3(type) && BEARER.test(type.trim());
  if (!isBearer) {
    const remedy = /dpop/i.test(shown3(type)) ? DPOP_REMEDY : "only bearer is supported";
    throw answerError2(answer, `its token_type is ${shown3(type)}`, remedy);
  }
  const scopes = Array.isArray(said) ? said.filter(isString3).join(" ") : said;
  const scope = isString3(scopes) ? scopes : requested ?? "";
  const accessToken = granted.access_token;
  return tokenOf({ accessToken, scope, expiresAt: sent + lifeOf(expiresIn) }, requested);
}

// src/smart/token-source.ts
import { JoseError } from "./core.js";
import { answerError as answerError3, freshness, isBusy } from "./core.js";
import { secondsOf as secondsOf2 } from "./core.js";
import { createSharedTask, isRecent } from "./core.js";

// src/smart/token-store.ts
import { base64urlOf as base64urlOf2, UTF8 } from "./core.js";
import { within } from "./core.js";
import { isString as isString4 } from "./core.js";
import { subtleCrypto } from "./core.js";
function createStoredToken(options) {
  const { store, request: request3, scope, patience, now } = options;
  async function attempt(use) {
    const work = async () => {
      const digest = await subtleCrypto().digest("SHA-256", UTF8.encode(JSON.stringify(request3)));
      return use(`subtle-jws:token:${base64urlOf2(new Uint8Array(digest))}`);
    };
    return within(patience, work(), () => new Error("late")).catch(() => void 0);
  }
  function judge(value, refused) {
    const { accessToken, scope: granted, expiresAt, life } = JSON.parse(value);
    const time = now() / 1e3;
    const left = expiresAt - time;
    const isWhole = TOKEN[1](accessToken) && isString4(granted) && accessToken !== refused;
    const isSound = [expiresAt, life].every(Number.isFinite) && life <= LONGEST_LIFE && left < life + 60;
    if (!isWhole || !isSound || left < Math.min(60, life / 5)) return void 0;
    const end = Math.min(expiresAt, time + life);
    return { token: tokenOf({ accessToken, scope: granted, expiresAt: end }, scope), life };
  }
  return {
    read: (refused) => attempt(async (name) => judge(await store.get(name), refused)),
    async write({ token, life }) {
      const seconds = Math.floor(life);
      const stored = { ...token, life };
      if (seconds > 0) await attempt((name) => store.set(name, JSON.stringify(stored), seconds));
    }
  };
}

// src/smart/token-source.ts
function createTokenSource(options) {
  const { base, tokenEndpoint, scope, params, headers, tokenStore, retries, timeout, now } = options;
  const { clientId, audience, profile } = options;
  const budget = timeout * 3;
  const request3 = [base, tokenEndpoint, clientId, scope, params, [...new Headers(headers)]];
  const stored = tokenStore && createStoredToken({ store: tokenStore, request: request3, scope, patience: timeout / 2, now });
  let discovered;
  let kept;
  let refused;
  let passesStore = false;
  let ahead = 0;
  function isValid({ since, until }) {
    return isRecent(since, until - since, now());
  }
  async function discover() {
    if (discovered && isValid(discovered)) return discovered.endpoint;
    const isForIssuer = profile === "rfc10070";
    const issuer = isForIssuer ? audience : void 0;
    const answer = await requestConfiguration(base, options);
    const configuration = judgeConfiguration(answer, { ...options, issuer });
    const url = tokenEndpoint ?? configuration.token_endpoint;
    const named = audience ?? (isForIssuer ? configuration.issuer : url);
    if (!named) throw answerError3(answer, 'it names no issuer for profile "rfc10070"', "give option audience");
    const since = now();
    const life = Math.min(freshness(answer.response.headers, since), 86400);
    discovered = { endpoint: { url, audience: named }, since, until: since + life * 1e3 };
    return discovered.endpoint;
  }
  function findEndpoint() {
    const needsIssuer = profile === "rfc10070" && audience === void 0;
    if (tokenEndpoint === void 0 || needsIssuer) return discover();
    return { url: tokenEndpoint, audience: audience ?? tokenEndpoint };
  }
  async function ask(endpoint) {
    const sent = secondsOf2(now);
    const aud = { audience: endpoint.audience, now: () => now() + ahead };
    const assertion = await signAssertion({ ...options, ...aud });
    let date = null;
    try {
      const answer = await requestToken(new URL(endpoint.url), assertion, options, options);
      date = answer.response.headers.get("date");
      const token = judgeToken(answer, scope, sent);
      return { granted: { token, life: token.expiresAt - sent }, date };
    } catch (error) {
      return { error, date };
    }
  }
  function otherTime(date) {
    const difference = Date.parse(date ?? "") - now();
    const isBelievable = Math.abs(difference) >= LEAST_DIFFERENCE && Math.abs(difference) < MOST_DIFFERENCE;
    return ahead === 0 && isBelievable ? difference : 0;
  }
  async function grant(began) {
    const endpoint = await findEndpoint();
    let isCorrected = false;
    for (let attempt = 0; ; ) {
      const { granted, error, date } = await ask(endpoint);
      if (granted) return granted;
      if (mayBeTheClock(error)) {
        const other = isCorrected ? 0 : otherTime(date);
        const isNew = !isCorrected && other !== ahead;
        ahead = other;
        isCorrected = true;
        if (isNew) continue;
      }
      const delay = delayAfter(attempt, error);
      const hopeless = !isTransient(error) || attempt >= retries || now() + delay > began + budget;
      if (hopeless) {
        discovered = void 0;
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
      attempt++;
    }
  }
  async function work(began) {
    const found = passesStore ? void 0 : await stored?.read(refused);
    if (found && !passesStore) return found;
    try {
      const granted = await grant(began);
      await stored?.write(granted);
      return granted;
    } finally {
      passesStore = false;
    }
  }
  const renewal = createSharedTask({
    work,
    keep({ token, life }) {
      const margin = Math.min(60, Math.max(5, life / 10));
      kept = { token, since: now(), until: (token.expiresAt - margin) * 1e3 };
    },
    fail() {
    },
    patience: budget,
    now,
    late: () => new JoseError("ERR_HTTP", `no access token within ${budget} ms; try again`)
  });
  function drop(accessToken) {
    refused = accessToken;
    if (kept?.token.accessToken === accessToken) kept = void 0;
  }
  return {
    async accessToken(signal, renew) {
      if (renew) {
        passesStore = true;
        kept = void 0;
      }
      if (kept && isValid(kept)) return kept.token;
      return (await renewal.run(signal)).token;
    },
    drop
  };
}
var LEAST_DIFFERENCE = 2e3;
var MOST_DIFFERENCE = 36e5;
var NOT_THE_CLOCK = /^(invalid_scope|unauthorized_client|unsupported_grant_type|.*dpop.*)$/;
function mayBeTheClock({ status, error = "" }) {
  return (status === 400 || status === 401) && !NOT_THE_CLOCK.test(error);
}
function isTransient({ status }) {
  return !status || isBusy(status);
}
function delayAfter(attempt, { retryAfter = 0 }) {
  const backoff = 250 * 2 ** attempt;
  return Math.max(backoff, retryAfter * 1e3) + backoff * Math.random();
}

// src/smart/backend-services.ts
function areHeaders(value) {
  try {
    new Headers(value);
    return true;
  } catch {
    return false;
  }
}
var PARAMS = [
  "an object of strings and lists of strings",
  (params) => PLAIN_OBJECT2[1](params) && Object.values(params).every((value) => [value].flat().every(isString5))
];
var OPTIONS2 = {
  fhirBaseUrl: TEXT3,
  tokenEndpoint: TEXT3,
  clientId: TEXT3,
  key: ANYTHING2,
  scope: TEXT3,
  audience: TEXT_OR_TEXTS2,
  jku: TEXT3,
  profile: PROFILE,
  header: PLAIN_OBJECT2,
  params: PARAMS,
  headers: ["names and values of HTTP headers", areHeaders],
  allowedUrls: TEXTS,
  tokenStore: /* @__PURE__ */ withMethods("an object with get and set", "get", "set"),
  expiresIn: LIFE,
  claims: PLAIN_OBJECT2,
  retries: COUNT,
  timeout: MILLISECONDS,
  responseTimeout: MILLISECONDS,
  allowInsecureRequests: BOOLEAN2,
  fetch: FUNCTION2,
  now: FUNCTION2
};
function isRepeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString5(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
var TRICKS = /%(25)*(2f|5c)|%(25)+2e|(\.|%2e){2}(;|%(25)*3b)/i;
function expectAllowed(url, bases) {
  const { href, username, password } = url;
  const address = `${href.replace(/[?#].*/, "")}/`;
  const base = bases.find((one) => address.startsWith(one.href));
  const path = address.slice(base?.href.length);
  if (base && !username && !password && !TRICKS.test(path)) return;
  const [first = "fhirBaseUrl"] = bases;
  const allowed = `to ${first} and below, without a password and encoded slashes or dots`;
  throw httpError(url, `not sent: a token goes ${allowed}; option allowedUrls adds others`);
}
function createBackendServicesClient(options) {
  expectOptions3(options, OPTIONS2, { needed: ["clientId"] });
  const { fhirBaseUrl, tokenEndpoint, key, audience, profile, params = {}, allowedUrls = [] } = options;
  const { header, claims } = options;
  const { retries = 2, timeout = 1e4, responseTimeout = 3e5, now = Date.now } = options;
  expectSigningKey(key);
  expect2(fhirBaseUrl ?? tokenEndpoint, "option fhirBaseUrl or option tokenEndpoint is needed");
  if (tokenEndpoint !== void 0) {
    const { hash } = secureUrl3(tokenEndpoint, "tokenEndpoint", options);
    expect2(!hash, "option tokenEndpoint has a fragment, which no token endpoint has (RFC 6749 §3.2)");
  }
  expectAssertionOptions(options);
  const needsIssuer = profile === "rfc10070" && !fhirBaseUrl && !audience;
  expect2(!needsIssuer, 'option audience or fhirBaseUrl is needed: with profile "rfc10070" aud is the issuer');
  expectAdded("params", Object.keys(params), MADE_PARAMS);
  const added = new Headers(options.headers);
  expectAdded("headers", added.keys(), /^(accept|content-.*|host|transfer-encoding)$/);
  const base = fhirBaseUrl === void 0 ? void 0 : fhirBase(fhirBaseUrl, options);
  const others = allowedUrls.map((url) => fhirBase(url, options, "allowedUrls"));
  const bases = base ? [base, ...others] : others;
  const copied = JSON.parse(jsonOf({ audience, claims, header, params }, "options"));
  const made = { base, headers: added, retries, timeout, now };
  const tokens = createTokenSource({ ...options, ...copied, ...made });
  return {
    async accessToken(wait = {}) {
      expectOptions3(wait, { signal: SIGNAL, renew: BOOLEAN2 });
      return tokens.accessToken(wait.signal, wait.renew);
    },
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const address = original?.url ?? Object(input).href ?? input;
      const isUrl = isString5(address) && URL.canParse(address, base?.href);
      expect2(isUrl, "input is no URL; it must be one, or, with option fhirBaseUrl, a path below that");
      const url = new URL(address, base);
      expectAllowed(url, bases);
      const signal = init?.signal ?? original?.signal;
      async function sendWithToken() {
        const { accessToken } = await tokens.accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        if (!headers.has("accept")) headers.set("accept", "application/fhir+json");
        headers.set("authorization", `Bearer ${accessToken}`);
        const ending = new AbortController();
        const late = () => httpError(url, `no answer began within ${responseTimeout} ms`);
        const { fetch: send = fetch } = options;
        const sent = send(original ?? url.href, {
          ...init,
          headers,
          redirect: "manual",
          signal: signal ?? ending.signal
        });
        try {
          const response2 = await within2(responseTimeout, sent, late);
          if (response2.status === 401) tokens.drop(accessToken);
          return response2;
        } catch (error) {
          ending.abort();
          Promise.resolve(sent).then(({ body }) => body?.cancel()).catch(() => {
          });
          throw error;
        }
      }
      const response = await sendWithToken();
      const sendable = isRepeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      if (response.status !== 401 || !sendable) return response;
      response.body?.cancel().catch(() => {
      });
      return sendWithToken();
    }
  };
}
export {
  clientAssertionParams,
  createBackendServicesClient,
  createClientAssertion,
  fetchSmartConfiguration
};
//# sourceMappingURL=smart.js.map
