/** The commands of a SMART client: an assertion, an access token, and what is wrong where there is none. */
import { type Jwk, type JwkSet } from '../index.js';
import { type Command, type Values } from './command.js';
/** Reads a file of keys. */
type ReadKeys = (file: string, use: 'sign', named: Values) => Promise<Jwk | JwkSet>;
/** The commands, by their names. */
export declare function smartCommands(readKeys: ReadKeys): {
    readonly [name: string]: Command;
};
export {};
//# sourceMappingURL=smart.d.ts.map