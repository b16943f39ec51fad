import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program, or null where it is not installed. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'].filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/**
 * The path of the real Prometheus, or null where it or its promtool is missing. Tests against it are skipped then,
 * except where `CI` is set: there its absence is a failure.
 */
export function findPrometheus(): string | null {
  const found = findProgram('promtool') && findProgram('prometheus');
  if (!found && process.env['CI'])
    throw new Error('CI is set, but prometheus or promtool is not installed: install the package "prometheus".');
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
