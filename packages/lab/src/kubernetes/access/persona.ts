/** Somebody who can use the lab's cluster with a bearer token. What they may do is said by the roles stored in it. */
export interface Persona {
  readonly id: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly token: string;
}

/** Who makes a request, as authorization sees them. */
export interface User {
  readonly username: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export const anonymous: User = { username: 'system:anonymous', groups: ['system:unauthenticated'] };

export const userOf = ({ username, groups }: Persona): User => ({ username, groups: [...new Set([...groups, 'system:authenticated'])] });
