import data from './de/data.json';
import mesh from './de/mesh.json';
import parts from './de/parts.json';
import plugin from './de/plugin.json';
import problem from './de/problem.json';
import session from './de/session.json';
import shell from './de/shell.json';
import wall from './de/wall.json';
import wizards from './de/wizards.json';

/** The German words. What is missing here is said in English. */
export const german: Readonly<Record<string, string>> = {
  ...data,
  ...mesh,
  ...parts,
  ...plugin,
  ...problem,
  ...session,
  ...shell,
  ...wall,
  ...wizards,
};
