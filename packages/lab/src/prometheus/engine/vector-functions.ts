const date =
  (part: (date: Date) => number) =>
  (seconds: number): number => {
    const moment = new Date(Math.trunc(seconds) * 1_000);
    return Number.isNaN(moment.getTime()) ? NaN : part(moment);
  };

const daysBefore = (moment: Date): number =>
  (Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate()) - Date.UTC(moment.getUTCFullYear(), 0, 1)) / 86_400_000;

/** Functions that look at one value at a time. Date functions take seconds since the epoch and answer in UTC. */
export const elementwise: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  deg: (value) => (value * 180) / Math.PI,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  rad: (value) => (value * Math.PI) / 180,
  sgn: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
  day_of_month: date((moment) => moment.getUTCDate()),
  day_of_week: date((moment) => moment.getUTCDay()),
  day_of_year: date((moment) => daysBefore(moment) + 1),
  days_in_month: date((moment) => new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 0)).getUTCDate()),
  hour: date((moment) => moment.getUTCHours()),
  minute: date((moment) => moment.getUTCMinutes()),
  month: date((moment) => moment.getUTCMonth() + 1),
  year: date((moment) => moment.getUTCFullYear()),
};

/** As Go has them: an infinity on its own side wins even over NaN. */
const larger = (a: number, b: number): number => (a === Infinity || b === Infinity ? Infinity : Math.max(a, b));
const smaller = (a: number, b: number): number => (a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b));

/** Functions that take one value and scalars beside it. */
export const elementwiseWith: Readonly<Record<string, (value: number, scalars: readonly number[]) => number>> = {
  clamp: (value, [min = NaN, max = NaN]) => larger(min, smaller(max, value)),
  clamp_max: (value, [max = NaN]) => smaller(max, value),
  clamp_min: (value, [min = NaN]) => larger(min, value),
  round: (value, [to = 1]) => Math.floor(value * (1 / to) + 0.5) / (1 / to),
};
