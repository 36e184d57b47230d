import fc from 'fast-check';

/**
 * Laws are tried on the same values in every run, so that a commit passes or fails everywhere alike.
 * `LAWS_SEED=7 npm test` looks elsewhere; what it finds becomes a case or a mended law.
 */
fc.configureGlobal({ seed: Number(process.env.LAWS_SEED ?? 1) });
