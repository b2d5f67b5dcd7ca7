/** Run the command. Gives its exit status. */
export declare function run(args: readonly string[]): Promise<number>;
//# sourceMappingURL=run.d.ts.map