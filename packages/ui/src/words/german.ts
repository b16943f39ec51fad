import data from './de/data.json';
import graph from './de/graph.json';
import mesh from './de/mesh.json';
import parts from './de/parts.json';
import plugin from './de/plugin.json';
import problem from './de/problem.json';
import session from './de/session.json';
import shell from './de/shell.json';
import wall from './de/wall.json';
import wizards from './de/wizards.json';

/** The German words. Complete; should one be missing all the same, it is said in English. */
export const german: Readonly<Record<string, string>> = {
  ...data,
  ...graph,
  ...mesh,
  ...parts,
  ...plugin,
  ...problem,
  ...session,
  ...shell,
  ...wall,
  ...wizards,
};
