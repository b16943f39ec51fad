import { decimalsFor, decimalText, noNumber, roundedTo, thinSpace } from './number-format.ts';

/** Requests per second, `4.80 rps`. */
export function rateText(requestsPerSecond: number, language = 'en'): string {
  if (!Number.isFinite(requestsPerSecond)) return noNumber;
  return `${rateNumber(requestsPerSecond, language)}${thinSpace}rps`;
}

/** Messages of gRPC per second, `12.0 mps`. */
export function messagesText(messagesPerSecond: number, language = 'en'): string {
  if (!Number.isFinite(messagesPerSecond)) return noNumber;
  return `${rateNumber(messagesPerSecond, language)}${thinSpace}mps`;
}

/** A rate without its unit, for axes and cells whose head names it. */
export function rateNumber(requestsPerSecond: number, language = 'en'): string {
  if (!Number.isFinite(requestsPerSecond)) return noNumber;
  if (requestsPerSecond === 0) return '0';
  if (requestsPerSecond > 0 && requestsPerSecond < 0.005) return `<${thinSpace}${decimalText(0.01, 2, language)}`;
  for (const [unit, size] of [
    ['', 1],
    ['k', 1e3],
    ['M', 1e6],
  ] as const) {
    const scaled = requestsPerSecond / size;
    if (roundedTo(scaled, 0) < 1000 || unit === 'M') return `${decimalText(scaled, decimalsFor(scaled, 2), language)}${unit}`;
  }
  return noNumber;
}

/** A measured share, `18.4 %`. Units: ratio 0..1. A rounded non-zero never reads as 0, a rounded part never as all. */
export function shareText(ratio: number, language = 'en'): string {
  if (!Number.isFinite(ratio)) return noNumber;
  if (ratio === 0 || ratio === 1) return percentText(ratio * 100, language);
  if (ratio > 0 && ratio < 0.001) return `<${thinSpace}${decimalText(0.1, 1, language)}${thinSpace}%`;
  if (ratio > 0.999 && ratio < 1) return `>${thinSpace}${decimalText(99.9, 1, language)}${thinSpace}%`;
  return `${decimalText(ratio * 100, 1, language)}${thinSpace}%`;
}

/** A configured share, `20 %`: no more decimals than it has. Units: percent 0..100. */
export const percentText = (percent: number, language = 'en'): string =>
  Number.isFinite(percent) ? `${decimalText(percent, Number.isInteger(percent) ? 0 : 1, language)}${thinSpace}%` : noNumber;

/** Bytes per second in decimal units, `1.9 MB/s`. */
export function bytesText(bytesPerSecond: number, language = 'en'): string {
  if (!Number.isFinite(bytesPerSecond)) return noNumber;
  if (bytesPerSecond > 0 && bytesPerSecond < 0.05) return `<${thinSpace}${decimalText(0.1, 1, language)}${thinSpace}B/s`;
  for (const [unit, size] of [
    ['B', 1],
    ['kB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
    ['TB', 1e12],
  ] as const) {
    const scaled = bytesPerSecond / size;
    if (roundedTo(scaled, 0) < 1000 || unit === 'TB') return `${decimalText(scaled, shortDecimals(scaled), language)}${thinSpace}${unit}/s`;
  }
  return noNumber;
}

/** A count, grouped by language: `1,440`. */
export const countText = (count: number, language = 'en'): string => (Number.isFinite(count) ? decimalText(count, 0, language) : noNumber);

/** One decimal below ten, none above or for whole numbers. */
const shortDecimals = (value: number): number => (Number.isInteger(value) || roundedTo(value, 1) >= 10 ? 0 : 1);
