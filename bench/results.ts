import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { isOver, type Section } from './figure.ts';

const folder = join(import.meta.dirname, 'results');

/** Writes the sections and what kind of machine they were measured on, so that two runs can be compared. Holds no names of machines. */
export async function writeResults(sections: readonly Section[]): Promise<void> {
  const machine = {
    platform: `${process.platform} ${process.arch}`,
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
  };
  const judged = sections.map(({ figures, ...rest }) => ({
    ...rest,
    figures: figures.map((one) => ({ ...one, state: one.budget === null ? 'no budget' : isOver(one) ? 'over' : 'ok' })),
  }));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'latest.json'), `${JSON.stringify({ at: new Date().toISOString(), machine, sections: judged }, null, 2)}\n`);
}
