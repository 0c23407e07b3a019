// What fits exactly one, and is fitted by exactly one: everything else is in doubt, and doubt matches nothing.

export type Pair<A, B> = { ours: A; theirs: B; why: string };
export type Doubt<A, B> = { ours: A; theirs: readonly B[]; rivals: readonly A[] };
export type Fitting<A, B> = {
  pairs: Pair<A, B>[];
  doubts: Doubt<A, B>[];
  /** What fits nothing, and is fitted by nothing. */
  ours: A[];
  theirs: B[];
};

/** `fits` answers why, or null. */
function oneToOne<A, B>(
  ours: readonly A[],
  theirs: readonly B[],
  fits: (ours: A, theirs: B) => string | null,
): Fitting<A, B> {
  const fitting = ours.flatMap((one) =>
    theirs.flatMap((other) => {
      const why = fits(one, other);
      return why === null ? [] : [{ ours: one, theirs: other, why }];
    }),
  );
  const ofOurs = (one: A): Pair<A, B>[] => fitting.filter((pair) => pair.ours === one);
  const ofTheirs = (one: B): Pair<A, B>[] => fitting.filter((pair) => pair.theirs === one);
  const isSure = (pair: Pair<A, B>): boolean =>
    ofOurs(pair.ours).length === 1 && ofTheirs(pair.theirs).length === 1;
  const pairs = fitting.filter(isSure);
  const inDoubt = new Set(fitting.filter((pair) => !isSure(pair)).map((pair) => pair.ours));
  return {
    pairs,
    doubts: [...inDoubt].map((one) => {
      const fitted = ofOurs(one).map((pair) => pair.theirs);
      const rivals = fitted.flatMap((other) => ofTheirs(other).map((pair) => pair.ours));
      return { ours: one, theirs: fitted, rivals: rivals.filter((rival) => rival !== one) };
    }),
    ours: ours.filter((one) => ofOurs(one).length === 0),
    theirs: theirs.filter((one) => ofTheirs(one).length === 0),
  };
}

/** Looks for the surest likeness first; what was paired or in doubt by one is not asked about by the next. */
export function inTurn<A, B>(
  ours: readonly A[],
  theirs: readonly B[],
  ways: readonly ((ours: A, theirs: B) => string | null)[],
): Fitting<A, B> {
  const found: Fitting<A, B> = { pairs: [], doubts: [], ours: [...ours], theirs: [...theirs] };
  for (const fits of ways) {
    const next = oneToOne(found.ours, found.theirs, fits);
    found.pairs.push(...next.pairs);
    found.doubts.push(...next.doubts);
    found.ours = next.ours;
    found.theirs = next.theirs;
  }
  return found;
}
