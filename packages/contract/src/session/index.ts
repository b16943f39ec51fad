export { getSession, Person, Session, signIn, signOut, usePersona } from './session.ts';
