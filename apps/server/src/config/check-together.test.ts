import { expect, it } from 'vitest';
import { isLoopback } from './check-together.ts';

it.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['128.0.0.1', false],
  ['127.0.0.1.evil.example', false],
  ['', false],
])('only this machine reaches %j: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
