/** What a command is. */
export {};
