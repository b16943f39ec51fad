/**
 * The share of requests that a queue sends away: `servers` connections, `places` to wait, `offered` load (arrivals times
 * holding time). Source: M/M/c/(c+q). It holds for times without a memory; where they vary less, less is sent away.
 */
export function refusedShare(servers: number, places: number, offered: number): number {
  if (!(offered > 0) || servers < 1) return 0;
  const top = Math.min(servers, most);
  let weight = 1;
  let total = 1;
  for (let busy = 1; busy <= top; busy += 1) {
    weight *= offered / busy;
    total += weight;
    // Only proportions matter: before they overflow both are made smaller.
    if (total > 1e200) [weight, total] = [weight / 1e200, total / 1e200];
  }
  const ratio = offered / servers;
  for (let waiting = 1; waiting <= Math.min(places, most); waiting += 1) {
    weight *= ratio;
    total += weight;
    if (total > 1e200) [weight, total] = [weight / 1e200, total / 1e200];
  }
  return weight / total;
}

/** Beyond so many places a limit is none that a queue would show. */
const most = 100_000;
