/** The mutants that survive for a reason: what was there, what became of it, and why no test can tell, or should. */
export const EXPLAINED = []
