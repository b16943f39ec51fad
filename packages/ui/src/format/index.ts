export { changeText } from './change-text.ts';
export { ageText, durationText, spanText } from './durations.ts';
export { clockText, exactText, instantText, isoText, timeText, windowText } from './instants.ts';
export { thinSpace } from './number-format.ts';
export { bytesText, countText, messagesText, percentText, rateNumber, rateText, shareText } from './quantities.ts';
export { type Format, useFormat } from './use-format.ts';
