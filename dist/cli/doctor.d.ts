import { type Signer } from '../index.js';
/** One check: `remedy` says what to do where it did not pass. */
export interface Check {
    readonly check: string;
    readonly result: 'pass' | 'warn' | 'fail';
    readonly found: string;
    readonly remedy?: string;
}
/** What the client is configured with. */
export interface Asked {
    readonly clientId: string;
    readonly scope: string;
    readonly jku?: string;
    readonly expiresIn?: number;
    readonly fhirBaseUrl: string | undefined;
    readonly tokenEndpoint: string | undefined;
    readonly jwksUrl: string | undefined;
    readonly audience: string | undefined;
    readonly jti: string | undefined;
}
/** Examine everything, in the order in which a token request needs it. */
export declare function examine(asked: Asked, signerOf: () => Promise<Signer>, showSecrets: boolean): Promise<Check[]>;
//# sourceMappingURL=doctor.d.ts.map