/**
 * The version of the selection engine: it changes whenever the same input may give another plan. A
 * stored plan names the one that made it.
 */
export const engineVersion = '1';
