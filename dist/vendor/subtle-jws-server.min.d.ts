/** What went wrong, as a stable name. Messages may change between versions; codes do not. */
type JoseErrorCode = 'ERR_BASE64URL' | 'ERR_JSON' | 'ERR_JWS_FORM' | 'ERR_ALG' | 'ERR_CRIT' | 'ERR_JWK' | 'ERR_PEM' | 'ERR_KEY_NOT_FOUND' | 'ERR_KEY_AMBIGUOUS' | 'ERR_SIGNATURE' | 'ERR_CLAIM' | 'ERR_EXPIRED' | 'ERR_REPLAY' | 'ERR_HTTP' | 'ERR_OAUTH' | 'ERR_CRYPTO';
/**
 * Every refusal that is not the caller's own mistake (those are a TypeError).
 * Its message says what was wrong and what was expected, and holds no token, key or secret.
 */
declare class JoseError extends Error {
    /** Always `JoseError`, in whichever copy of this module it was made. */
    readonly name: 'JoseError';
    /** The stable name of what went wrong. */
    readonly code: JoseErrorCode;
    /** With `ERR_CLAIM` and `ERR_EXPIRED`: the claim, header member (`typ`, `jku`) or parameter that was refused. */
    readonly claim?: string;
    /** With `ERR_HTTP` and `ERR_OAUTH`: the answer's HTTP status, where there was an answer. */
    readonly status?: number;
    /** With `ERR_OAUTH`: `error`, as the server gave it or as it is to be answered (RFC 6749 §5.2). */
    readonly error?: string;
    /** With `ERR_OAUTH`: the server's `error_description`, as it was sent. */
    readonly description?: string;
    /** The message is `found: expected expected`. */
    constructor(code: JoseErrorCode, found: string, expected: unknown, options?: {
        /** Why, as it was thrown. Default: none. */
        cause?: unknown;
    });
}
/** Refuse what is not `met`. */
declare function must(met: unknown, code: JoseErrorCode, found: string, expected: unknown): asserts met;
/** A value as a message shows it: as JSON, so on one line, and of bounded length. */
declare function shown(value: unknown): string;
/** A JSON object. */
type JsonObject = {
    [member: string]: unknown;
};
declare const isString: (value: unknown) => value is string;
/**
 * The JSON object that `bytes` hold.
 *
 * @param what names the text in an error's message
 * @throws JoseError `ERR_JSON`: not UTF-8, not JSON, not an object, or a member given twice
 */
declare function parseJsonObject(bytes: Uint8Array, what: string): JsonObject;
/** JWT claims (RFC 7519 §4.1) against what is expected of them, at a given time. Pure. */
/** The claims of a JWT. Times are in seconds since 1970 (NumericDate, RFC 7519 §2). */
interface JwtClaims {
    /** Who issued it (RFC 7519 §4.1.1). */
    iss?: string;
    /** Whom it is about. */
    sub?: string;
    /** Whom it is for. */
    aud?: string | string[];
    /** When it ends, in seconds since 1970: from this second on it is refused. */
    exp?: number;
    /** When it begins, in seconds since 1970. */
    nbf?: number;
    /** When it was issued, in seconds since 1970. */
    iat?: number;
    /** Its own name, never used before. */
    jti?: string;
    [claim: string]: unknown;
}
/** What claims are held to. `exp`, `nbf` and `iat` are held to the clock wherever they are present. */
interface ClaimExpectations {
    /** The `iss` to accept, or several. Default: any, or none. */
    issuer?: string | readonly string[];
    /** The `sub` to accept. Default: any, or none. */
    subject?: string;
    /** What `aud` must name; of several, one is enough. Default: any, or none. */
    audience?: string | readonly string[];
    /** The most seconds that may have passed since `iat`, which is then required. Default: no limit. */
    maxAge?: number;
    /** Seconds by which the two clocks may differ. Default: 0. */
    clockTolerance?: number;
    /** Claims that must be present, whatever their value. Default: none. */
    requiredClaims?: readonly string[];
}
/** Refuse a claim (or the header's `typ`) for its value. */
declare function refuseClaim(claim: string, value: unknown, expected: unknown, code?: JoseErrorCode): never;
/**
 * Claims held to what is expected of them.
 *
 * @param now seconds since 1970
 * @throws JoseError `ERR_CLAIM` and `ERR_EXPIRED`, with the claim's name as `claim`
 */
declare function checkClaims(claims: JsonObject, expected: ClaimExpectations, now: number): JwtClaims;
/** A JWA algorithm that this module signs and verifies with. */
type JwsAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519' | 'EdDSA' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';
/** All that is known of an algorithm. WebCrypto takes the row as it is: each of its methods reads its own members. */
interface Algorithm {
    readonly alg: JwsAlgorithm;
    /** The key type of its JWK. */
    readonly kty: string;
    /** The members of its JWK that each use needs, with their octets where those are fixed. */
    readonly sign: string;
    readonly verify: string;
    /** The curve of its JWK, where it has one. */
    readonly namedCurve?: string;
    /** Octets of a signature, where they are fixed. */
    readonly size?: number;
    readonly name: string;
    readonly hash?: string;
    readonly saltLength?: number;
}
/**
 * The table's row for a name.
 *
 * @throws JoseError `ERR_ALG` for a name that the table lacks: `none`, HS256 and every other
 */
declare function algorithmOf(alg: string): Algorithm;
/** The algorithms that a JWK can serve: by its shape, its own `alg`, and of these the one asked for. */
declare function algorithmsOf(jwk: {
    kty?: unknown;
    crv?: unknown;
    alg?: unknown;
}, asked?: string): Algorithm[];
/** The algorithms that a CryptoKey can serve, and of these the one asked for. Its hash is its own; a curve has one. */
declare function algorithmsOfCryptoKey({ algorithm }: CryptoKey, asked?: string): Algorithm[];
/** What is kept of a JWK (its imports) or a Signer (its encoded headers) for as long as it lives. */
declare function keptOf<T>(owner: object): {
    [name: string]: T;
};
/** The `sign` functions that have copied the JWS Signing Input when they return, as WebCrypto has. */
declare const COPYING: WeakSet<Signer['sign']>;
/** Anything that can sign: WebCrypto, a KMS, an HSM. Its `alg` and `kid` never change. */
interface Signer {
    /** The algorithm that it signs with. */
    readonly alg: JwsAlgorithm;
    /** The `kid` that goes into the JOSE Header. Without it there is none. */
    readonly kid?: string;
    /**
     * Sign the JWS Signing Input (RFC 7515 §5.1) and give the JWS Signature's octets; for ECDSA r‖s at
     * fixed width (RFC 7518 §3.4), not DER. The input is the signer's own: nothing else changes it.
     *
     * @throws any error: it is thrown on to who signs
     */
    sign(signingInput: Uint8Array): Promise<Uint8Array>;
}
/** Anything that can tell whether a signature is good. Its `alg` and `kid` never change. */
interface Verifier {
    /** The one algorithm that it verifies. */
    readonly alg: JwsAlgorithm;
    /** The `kid` of its key, where it has one. */
    readonly kid?: string;
    /**
     * Whether `signature`, a JWS Signature's octets, is that of the JWS Signing Input.
     *
     * @throws any error: who verifies gets `ERR_CRYPTO`, with it as `cause`
     */
    verify(signature: Uint8Array, signingInput: Uint8Array): Promise<boolean>;
}
/**
 * JSON Web Keys (RFC 7517), judged. What importKey makes of metadata and of faulty members differs from
 * runtime to runtime; here it is decided once, and importKey sees nothing but a sound, bare key.
 */
/** A JSON Web Key (RFC 7517 §4; for RSA and EC: RFC 7518 §6, for OKP: RFC 8037 §2, for AKP: RFC 9964 §3). */
interface Jwk {
    /** Key type: `RSA`, `EC`, `OKP` or `AKP`. */
    kty: string;
    /** Its name in a set. */
    kid?: string;
    /** The one algorithm that it is for. */
    alg?: string;
    /** What it is for: `sig`. */
    use?: string;
    /** What it is for: `sign` or `verify`. */
    key_ops?: string[];
    /** EC and OKP: the curve. */
    crv?: string;
    /** EC: the x coordinate; OKP: the public key. As base64url, like all that follow. */
    x?: string;
    /** EC: the y coordinate. */
    y?: string;
    /** RSA: the modulus. */
    n?: string;
    /** RSA: the public exponent. */
    e?: string;
    /** The private key; RSA: the private exponent. */
    d?: string;
    /** RSA: the first prime. */
    p?: string;
    /** RSA: the second prime. */
    q?: string;
    /** RSA: `d` modulo `p` - 1. */
    dp?: string;
    /** RSA: `d` modulo `q` - 1. */
    dq?: string;
    /** RSA: the inverse of `q` modulo `p`. */
    qi?: string;
    /** AKP: the public key. */
    pub?: string;
    /** AKP: the seed of the private key. */
    priv?: string;
    [member: string]: unknown;
}
/** A JWK Set (RFC 7517 §5). */
interface JwkSet {
    /** Its keys, each with a `kid` of its own. */
    keys: Jwk[];
    [member: string]: unknown;
}
/** What a key is wanted for, in the words of `key_ops`. */
type KeyUse = 'sign' | 'verify';
/** Refuse a JWK for what it lacks. */
declare function need(met: unknown, lacking: string): asserts met;
/** A JWK, or what is left of a JWK Set, that has the `kid` asked for, if any is. */
declare function keyNamed(key: Jwk | JwkSet, kid: string | undefined): Jwk | JwkSet;
/**
 * The one key, in a JWK or a JWK Set, that fits a use and what is asked of it, with its one algorithm
 * (RFC 8725 §3.1): its `alg`, else the only one of its shape, else the one asked for.
 *
 * @throws JoseError saying what the keys lack: `ERR_JWK` for a JWK; for a set `ERR_KEY_NOT_FOUND` where none
 *   fits, `ERR_KEY_AMBIGUOUS` where several do
 */
declare function selectKey(key: Jwk | JwkSet, use: KeyUse, askedAlg?: string): Jwk;
/**
 * The bare key in a JWK: the members that importKey needs for a use, each in the one form that it can have
 * (RFC 7518 §2, §6), and those of an RSA key in one piece. Runtimes differ in what else they take.
 */
declare function bareKey(jwk: Jwk, use: KeyUse, { alg, kty, [use]: members, size, namedCurve }: Algorithm): Jwk;
/**
 * The one private key of a set that can sign: `key_ops` with `sign` or none, `use` `sig` or none, and the
 * kid and algorithm asked for. (SMART App Launch 2.2.0, worked example: `get_signing_key`, made strict.)
 *
 * @throws JoseError `ERR_KEY_NOT_FOUND`, `ERR_KEY_AMBIGUOUS`: none, several; `ERR_JWK`: not a JWK Set.
 *   TypeError: no object
 */
declare function selectSigningJwk(jwks: JwkSet, criteria?: {
    /** The `kid` to select. Default: any. */
    kid?: string;
    /** The algorithm to select. Default: any. */
    alg?: JwsAlgorithm;
}): Jwk;
/**
 * The public half of a JWK. Built from a list of what may be shown, so no private member, known or
 * unknown, gets through; `key_ops` becomes `["verify"]` (RFC 7517 §9.2).
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC or Ed25519 key
 */
declare function toPublicJwk(jwk: Jwk): Jwk;
/**
 * The public half of a JWK Set, fit to be published: every key has a `kid` of its own. A key that stands
 * there twice, as in a set that holds both halves, is published once (RFC 7517 §4.5, §5).
 *
 * @throws JoseError `ERR_JWK`: not a JWK Set, an unsound key, one without `kid`, or two with the same
 */
declare function toPublicJwks(jwks: JwkSet): JwkSet;
/**
 * A key's SHA-256 thumbprint as base64url (RFC 7638): the same for both halves of a pair.
 *
 * @throws JoseError `ERR_JWK`: not a sound RSA, EC or Ed25519 key; `ERR_CRYPTO`: no WebCrypto here
 */
declare function jwkThumbprint(jwk: Jwk): Promise<string>;
/** JWS Compact Serialization (RFC 7515 §7.1) over anything that signs or verifies. */
/** The JOSE Header of a token (RFC 7515 §4). */
interface JoseHeader {
    /** The algorithm (RFC 7515 §4.1.1). */
    alg: string;
    /** The name of the key. */
    kid?: string;
    /** The media type of the whole, such as `JWT`. */
    typ?: string;
    /** The extensions that must be understood (RFC 7515 §4.1.11). */
    crit?: string[];
    [member: string]: unknown;
}
/** What a caller adds to the JOSE Header. `alg`, if it is there, must be the key's own. */
type JoseHeaderParameters = Partial<JoseHeader>;
/** A compact JWS taken apart: its form was checked, its signature was not. */
interface DecodedJws {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** The octets of the JWS Payload. */
    payload: Uint8Array;
    /** The octets of the JWS Signature. */
    signature: Uint8Array;
}
/** A JWS whose signature is good. */
interface VerifiedJws {
    /** Its JOSE Header. */
    header: JoseHeader;
    /** The octets that were signed. */
    payload: Uint8Array;
}
/** What a token's form is held to. */
interface DecodeOptions {
    /** The most characters that a token may have. Default: 65,536. */
    maxLength?: number;
}
/** How a JWS is verified. */
interface VerifyJwsOptions extends DecodeOptions {
    /** The algorithms to accept. Default: the key's own. */
    algorithms?: readonly string[];
    /** The extensions in `crit` that the caller understands and will process (RFC 7515 §4.1.11). Default: none. */
    crit?: readonly string[];
}
/** A compact JWS taken apart, with what its signature is over. */
interface ParsedJws extends DecodedJws {
    signingInput: Uint8Array;
}
/**
 * Sign a payload.
 *
 * @param payload octets, or a text that is signed as UTF-8
 * @param typ the header's `typ` where `header` does not say
 * @throws as signJws does, but for what concerns the key
 */
declare function signCompact(payload: Uint8Array | string, signer: Signer | Promise<Signer>, header?: JoseHeaderParameters, typ?: string): Promise<string>;
/** As decodeJws. */
declare function parseJws(jws: string, { maxLength }?: DecodeOptions): ParsedJws;
/**
 * A compact JWS taken apart (RFC 7515 §5.2, steps 1 to 5). It says nothing about who signed it.
 *
 * @throws JoseError `ERR_JWS_FORM`: not three parts, too long, or a header member of the wrong type;
 *   `ERR_BASE64URL`: a part is not base64url; `ERR_JSON`: the header is not a JSON object with each member
 *   once. TypeError: not a string
 */
declare function decodeJws(jws: string, options?: DecodeOptions): DecodedJws;
/**
 * Verify a compact JWS whose form is sound, in this order: algorithm, key, signature (RFC 7515 §5.2, RFC 8725 §3.1).
 *
 * @param verifierFor gives the key to verify with, asked only once the algorithm is accepted
 * @throws JoseError `ERR_CRIT`: an extension that is not understood; `ERR_ALG`: an algorithm that is unknown, not
 *   accepted, or not the key's; `ERR_SIGNATURE`: the signature is not good; `ERR_CRYPTO`: the verifier failed
 */
declare function verifyParsed({ header, signature, signingInput }: ParsedJws, verifierFor: (header: JoseHeader) => Promise<Verifier>, { algorithms, crit }: VerifyJwsOptions): Promise<void>;
/** The only caller of fetch: https, no redirects, a deadline for the whole answer, and a limit to its size. */
/** How a request is made. */
interface HttpOptions {
    /** What makes the request. Default: the runtime's `fetch`. */
    fetch?: typeof fetch;
    /** Ends the request early. Default: none. */
    signal?: AbortSignal;
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 10,000. */
    timeout?: number;
}
/** An answer that was read to its end. */
interface Answer {
    readonly url: URL;
    readonly response: Response;
    /** The body, where it is a JSON object. */
    readonly json?: JsonObject;
}
/** A caller's mistake, unless `met`. */
declare function expectOption(met: unknown, option: string): asserts met;
/** Timers that are set for more than 2^31 milliseconds go off at once; a client waits three times this. */
declare function requireTimeout(timeout: number): void;
/** Whether a URL is safe to talk to: https, or http to this machine alone; and without a password in it. */
declare function isSecure(url: unknown): url is string;
/** A caller's URL, which must be safe to talk to. */
declare function secureUrl(url: string, option: string): URL;
/** An exchange that cannot be used. The query, which may hold what is private, stays out of the message. */
declare function unusable(url: URL, found: string, expected: string, details?: Partial<JoseError>): JoseError;
/**
 * What the promise gives, unless so many milliseconds pass before or the signal ends the wait. The promise
 * goes on. The timer is the caller's own, for in Workers another request's timers may never fire.
 */
declare function within<T>(timeout: number, promise: Promise<T>, signal?: AbortSignal | null): Promise<T>;
/**
 * Make a request and read its answer, whatever its status.
 *
 * @throws JoseError `ERR_HTTP` without `status`: no whole answer in time, or a body that is too long; or the
 *   reason of `signal`, where that ended it. TypeError: `timeout`
 */
declare function request(url: URL, init: RequestInit, options: HttpOptions): Promise<Answer>;
/** What the members of a JSON answer must be: what tells it, and what a message expects. */
type Members = {
    readonly [member: string]: readonly [fits: (value: unknown) => unknown, expected: string];
};
/**
 * The JSON object of a successful answer.
 *
 * @throws JoseError `ERR_HTTP` with `status`: no success, no JSON (expecting `remedy` where the server is
 *   up), or a member that does not fit; its value, which may be a secret, stays out of the message
 */
declare function success({ url, response, json }: Answer, remedy: string, members: Members): JsonObject;
/** A client's JWK Set at its URL, kept for as long as its answer allows (RFC 9111). */
/** How a set is fetched and kept. */
interface RemoteJwksOptions extends Omit<HttpOptions, 'signal' | 'timeout'> {
    /** Milliseconds until the whole answer must be there, 1 to 700,000,000. Default: 5,000. */
    timeout?: number;
    /** The least seconds that a set is kept, whatever its answer says. Default: 0. */
    minAge?: number;
    /** The most seconds that a set is kept, whatever its answer says. Default: 86,400, a day. */
    maxAge?: number;
    /** Seconds after a request without one for an unknown `kid`, and after a failed one without any. Default: 30. */
    cooldown?: number;
    /** Seconds that an expired set stands in while it cannot be fetched, if its answer allows. Default: 0, never. */
    staleIfError?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/** A JWK Set at a URL. Callers at the same time share one request. */
interface RemoteJwks {
    /**
     * The set: the one at hand while it is fresh, else a new one.
     *
     * @throws JoseError `ERR_HTTP`: no answer, or none that is a JWK Set; within `cooldown` the same error again
     */
    get(): Promise<JwkSet>;
    /**
     * The set, fetched anew unless a request was made within `cooldown`: for a `kid` that it lacks.
     *
     * @throws JoseError as {@link get} does
     */
    refresh(): Promise<JwkSet>;
}
/**
 * A JWK Set at a URL: https (or http on localhost), no redirects, 64 KiB and 100 keys at most, a JSON content
 * type. It is kept as Cache-Control (`max-age`), Age and Expires say, and revalidated by its ETag (RFC 9111).
 *
 * @throws TypeError: the URL or an option
 */
declare function createRemoteJwks(url: string, options?: RemoteJwksOptions): RemoteJwks;
/** What remembers keys. */
interface ReplayStore {
    /**
     * Whether this is the first claim of a key: of any number at the same moment, one is.
     *
     * @param expiresAt seconds since 1970, until which the key must be remembered at least
     * @throws any error where it cannot tell: then nothing is accepted
     */
    claim(key: string, expiresAt: number): Promise<boolean>;
}
/** How much a store in memory remembers. */
interface MemoryReplayStoreOptions {
    /** The most entries that it remembers. Default: 100,000, about 16 MB. */
    maxEntries?: number;
    /** The clock, in milliseconds since 1970. Default: `Date.now`. */
    now?: () => number;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in this process alone. Of several processes each would accept an
 * assertion once: they need a shared one.
 *
 * @throws never itself; `claim` throws JoseError `ERR_REPLAY` when it is full: it refuses rather than forgets
 */
declare function createMemoryReplayStore(options?: MemoryReplayStoreOptions): ReplayStore;
/** How a store that is shared is asked. */
interface SharedReplayStoreOptions {
    /** Milliseconds until a claim has failed. Default: 2,000. */
    timeout?: number;
}
/** What is needed of a client of the package `ioredis` (`call`) or `redis` (`sendCommand`). */
type RedisClient = {
    /** Send a command to Redis. */
    call(command: string, ...parameters: string[]): Promise<unknown>;
} | {
    /** Send a command to Redis. */
    sendCommand(command: string[]): Promise<unknown>;
};
/**
 * A store of `jti` values (RFC 7519 §4.1.7) that all processes share: Redis, of version 6.2 or later. It must not
 * evict keys (`maxmemory-policy noeviction`), and what it forgets in a crash can be replayed (`appendfsync always`
 * forgets nothing).
 *
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the client
 */
declare function createRedisReplayStore(client: RedisClient, { prefix, timeout, }?: SharedReplayStoreOptions & {
    /** What its keys begin with. Default: `jti:`. */
    prefix?: string;
}): ReplayStore;
/** What is needed of the binding of a Durable Object. */
interface DurableObjectNamespace {
    /** The id of the object with this name. */
    idFromName(name: string): unknown;
    /** The object with this id. */
    get(id: unknown): {
        /** Ask it. */
        fetch(url: string, init: {
            method: string;
            body: string;
        }): Promise<Pick<Response, 'json'>>;
    };
}
/** What is needed of a Durable Object's storage. */
interface DurableObjectStorage {
    /** The value of a key. */
    get(key: string): Promise<unknown>;
    /** Set it. */
    put(key: string, value: number): Promise<unknown>;
    /** Delete these keys. */
    delete(keys: string[]): Promise<unknown>;
    /** Keys in their order, with their values. */
    list(options: {
        limit: number;
        startAfter?: string;
    }): Promise<Map<string, unknown>>;
    /** When `alarm` is to be called, in milliseconds since 1970. */
    getAlarm(): Promise<number | null>;
    /** Have `alarm` called then. */
    setAlarm(time: number): Promise<unknown>;
}
/**
 * A store of `jti` values (RFC 7519 §4.1.7) in Cloudflare's Durable Objects: 64 of them, each with a part of the
 * keys, told by a hash.
 *
 * @param namespace the binding of `ReplayObject`, which the Worker exports
 * @throws never itself; `claim` throws JoseError `ERR_HTTP` after `timeout`, and any error of the objects
 */
declare function createDurableObjectReplayStore(namespace: DurableObjectNamespace, { timeout }?: SharedReplayStoreOptions): ReplayStore;
/** The Durable Object of `createDurableObjectReplayStore`: it remembers keys, and deletes them when they have expired. */
declare class ReplayObject {
    #private;
    /** Cloudflare makes it, with its state. */
    constructor({ storage, }: {
        /** Where it keeps what it remembers. */
        storage: DurableObjectStorage;
    });
    /**
     * Answer a claim: with `true` for the first of its key.
     *
     * @throws any error of the storage: then nothing is accepted
     */
    fetch(request: Pick<Request, 'json'>): Promise<Response>;
    /**
     * Delete what has expired, and say when there is more.
     *
     * @throws any error of the storage: Cloudflare calls again
     */
    alarm(): Promise<void>;
}
/** Client assertions, verified as a FHIR authorization server must (SMART App Launch 2.2.0; RFC 7523 §3; RFC 8725). */
/** What is registered of a client: its keys, or where they are. */
interface RegisteredClient {
    /** Its JWK Set, as it was handed over. */
    jwks?: JwkSet;
    /** The URL of its JWK Set. It goes before `jwks`, and is what a `jku` must equal. */
    jwksUri?: string;
}
/** What assertions are held to. The options of `createRemoteJwks` are those of every client's set. */
interface AssertionVerifierOptions extends RemoteJwksOptions {
    /** What `aud` must name: the URL of the token endpoint, and others that are this server's. */
    audience: string | readonly string[];
    /** What is registered of the client with this client_id, which is not verified yet: only to look it up. */
    client: (clientId: string) => Promise<RegisteredClient | undefined>;
    /** The algorithms to accept. Default: RS384 and ES384. */
    algorithms?: readonly string[];
    /** What remembers the assertions. Default: `createMemoryReplayStore`, for a server of one process. */
    replayStore?: ReplayStore;
    /** Seconds by which a client's clock may differ. Default: 5. */
    clockTolerance?: number;
    /** Seconds that `exp` may be ahead, beside `clockTolerance`. Default: 300. */
    maxLifetime?: number;
}
/** The parameters of a token request, as its body was parsed. */
type TokenRequestParameters = URLSearchParams | FormData | {
    readonly [parameter: string]: unknown;
};
/** A client that has proved who it is. */
interface VerifiedAssertion {
    /** Its client_id. */
    clientId: string;
    /** The claims of its assertion. */
    claims: JwtClaims;
    /** The JOSE Header of its assertion. */
    header: JoseHeader;
}
/** What verifies client assertions. */
interface AssertionVerifier {
    /**
     * Authenticate the client of a token request. What it accepts, it accepts once.
     *
     * @throws JoseError for every refusal: `ERR_OAUTH` with `error` `invalid_request`, where a parameter is missing
     *   or given twice; `ERR_REPLAY`: the assertion was accepted before, or (with `cause`) the replay store failed;
     *   `ERR_HTTP`: the client's keys cannot be fetched; `ERR_CLAIM`, `ERR_EXPIRED`; and as `verifyJwt` does.
     *   `toOAuthErrorResponse` answers them. What `client` throws is thrown on
     */
    verify(parameters: TokenRequestParameters): Promise<VerifiedAssertion>;
}
/**
 * What verifies client assertions (SMART App Launch 2.2.0, asymmetric authentication; RFC 7523 §3): form, client,
 * `jku`, key, signature, claims and replay, in this order.
 * A URL that a token names is never fetched; only the one that is registered is.
 *
 * @throws TypeError: an option that is missing or of a wrong type
 */
declare function createAssertionVerifier(options: AssertionVerifierOptions): AssertionVerifier;
/** How a set is published. */
interface JwksResponseOptions {
    /** Seconds that it may be kept. Default: 300. */
    maxAge?: number;
    /**
     * What is answered: with it there are 304, CORS for a browser's, and `application/jwk-set+json` where asked
     * for. Default: none.
     */
    request?: Request;
}
/**
 * The public halves of a JWK Set, as an answer to publish them with (RFC 7517 §5, §8.5).
 *
 * @throws JoseError as {@link toPublicJwks} does. TypeError: `maxAge`
 */
declare function createJwksResponse(jwks: JwkSet, { maxAge, request }?: JwksResponseOptions): Response;
/**
 * The answer (RFC 6749 §5.2) to a token request whose verification threw: 400 `invalid_request`, 401 `invalid_client`, 503
 * `temporarily_unavailable` where the replay store or a client's key server failed, 500 `server_error` for all
 * that is no JoseError. Nothing of the error itself is in it: log that. Never throws.
 */
declare function toOAuthErrorResponse(thrown: unknown): Response;
export { createAssertionVerifier, type AssertionVerifier, type AssertionVerifierOptions, type RegisteredClient, type TokenRequestParameters, type VerifiedAssertion, createJwksResponse, toOAuthErrorResponse, type JwksResponseOptions, createRemoteJwks, type RemoteJwks, type RemoteJwksOptions, createDurableObjectReplayStore, createMemoryReplayStore, createRedisReplayStore, ReplayObject, type DurableObjectNamespace, type DurableObjectStorage, type MemoryReplayStoreOptions, type RedisClient, type ReplayStore, type SharedReplayStoreOptions };
