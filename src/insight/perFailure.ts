import type { Facts, Failure } from './entry';

/**
 * `compute`, carried out once for each failure: all entries are asked whether they fit, and many look
 * at the same thing. A failure is explained with one set of facts.
 */
export function perFailure<Result>(compute: (failure: Failure, facts: Facts) => Result): (failure: Failure, facts: Facts) => Result {
  const known = new WeakMap<Failure, { readonly result: Result }>();
  return (failure, facts) => {
    let made = known.get(failure);
    if (!made) known.set(failure, (made = { result: compute(failure, facts) }));
    return made.result;
  };
}
