import { describe, expect, it } from 'vitest';
import { bytesText, changeText, durationText, rateText, shareText } from './index.ts';

const seen = (text: string): string => text.replaceAll('\u2009', ' ');

describe('both values of a difference', () => {
  it.each([
    ['the unit stands once', rateText(1.2), rateText(4.8), '1.20 → 4.80 rps'],
    ['thousands are part of the number', rateText(980), rateText(1240), '980 → 1.24k rps'],
    ['what is nearly nothing keeps its sign', rateText(0.001), rateText(2), '< 0.01 → 2.00 rps'],
    ['different units both stand', durationText(846), durationText(1240), '846 ms → 1.24 s'],
    ['a time of two parts is left whole', durationText(10_000), durationText(130_000), '10.0 s → 2 min 10 s'],
    ['bytes', bytesText(1200), bytesText(64_000), '1.2 → 64 kB/s'],
    ['shares', shareText(0.02), shareText(0.184), '2.0 → 18.4 %'],
    ['what is missing is left alone', '—', rateText(0.8), '— → 0.80 rps'],
  ])('%s', (_, before, after, text) => expect(seen(changeText(before, after))).toBe(text));

  it('in German too', () => expect(seen(changeText(rateText(1.2, 'de'), rateText(4.8, 'de')))).toBe('1,20 → 4,80 rps'));
});
