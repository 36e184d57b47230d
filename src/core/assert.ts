/** A bug, never something a user or a partner did: those are values. Stops the operation that found it. */
export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed';
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message);
}

/** Ends a `switch` on a union: does not compile while a member is missing. */
export function never(value: never, where: string): never {
  throw new AssertionFailed(`${where}: unexpected ${JSON.stringify(value)}`);
}
