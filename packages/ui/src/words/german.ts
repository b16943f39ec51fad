import data from './de/data.json';
import mesh from './de/mesh.json';
import parts from './de/parts.json';
import problem from './de/problem.json';
import session from './de/session.json';
import shell from './de/shell.json';
import wizards from './de/wizards.json';

/** The German words. What is missing here is said in English. */
export const german: Readonly<Record<string, string>> = { ...data, ...mesh, ...parts, ...problem, ...session, ...shell, ...wizards };
