/** Understood and not done: exit code 1. The message says what happened, where, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The command line itself cannot be used: exit code 2. */
export class Usage extends Error {
  override readonly name = 'Usage';
}
