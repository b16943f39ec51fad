/** Endpoints that are alike, as one proxy sees them. Units: `holdMs` how long a request stays with one of them. */
export interface Alike {
  readonly endpoints: number;
  readonly holdMs: number;
}

/** With fewer requests under way than this at each endpoint nearly all draws are ties, and ties are decided alike for all. */
const fewUnderWay = 0.1;

/**
 * The weights of endpoints where a proxy draws two and takes the one with fewer requests under way; 1 is an equal part.
 * Units: `perSecond` requests of one proxy.
 *
 * Requests under way are taken to be Poisson and of each endpoint for itself, which is near enough for a mesh: slow
 * endpoints get less, and the less the more is under way. Where little is, all get the same. Pure; null for all alike.
 */
export function leastRequest(groups: readonly Alike[], perSecond: number): readonly number[] | null {
  const all = groups.reduce((sum, { endpoints }) => sum + endpoints, 0);
  const underWay = (weights: readonly number[]): readonly number[] =>
    groups.map(({ holdMs }, g) => ((perSecond * (weights[g] ?? 1)) / all) * (holdMs / 1000));
  let weights: readonly number[] = groups.map(() => 1);
  if (Math.max(...underWay(weights)) < fewUnderWay) return null;
  for (let step = 0; step < 200; step++) {
    const busy = underWay(weights);
    // The more is under way the harder a small difference pushes: smaller steps, or it swings.
    const pace = 0.6 / (1 + Math.sqrt(Math.max(...busy)));
    const next = groups.map((_, g) =>
      groups.reduce((sum, { endpoints }, other) => sum + (endpoints / all) * 2 * wins(busy[g] ?? 0, busy[other] ?? 0), 0),
    );
    if (next.every((value, g) => Math.abs(value - (weights[g] ?? 1)) < 1e-7)) break;
    weights = weights.map((weight, g) => weight + pace * ((next[g] ?? 1) - weight));
  }
  return weights;
}

/** The chance that an endpoint with `own` requests under way on average has fewer than another, or as many and the toss. */
function wins(own: number, other: number): number {
  if (own === other) return 0.5;
  if (own + other > 60) return normalBelow((other - own) / Math.sqrt(own + other));
  let [won, below] = [0, 0];
  const most = Math.ceil(own + other + 12 * Math.sqrt(own + other + 1));
  let [here, there] = [Math.exp(-own), Math.exp(-other)];
  for (let n = 0; n <= most; n++) {
    // As many here as there, or more there than here.
    won += here * (there / 2 + (1 - below - there));
    below += there;
    here *= own / (n + 1);
    there *= other / (n + 1);
  }
  return Math.min(1, Math.max(0, won));
}

/** The normal distribution. Source: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function normalBelow(z: number): number {
  if (z < 0) return 1 - normalBelow(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const tail = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - tail * Math.exp((-z * z) / 2) * 0.3989422804014327;
}
