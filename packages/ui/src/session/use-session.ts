import { getSession, type Session } from '@vigla/contract/session';
import { type Answer, useEndpoint } from '../data/index.ts';

/** Who is looking, asked once; asked again when the server says that nobody is signed in. */
export const useSession = (): Answer<Session> => useEndpoint(getSession, {}, { freshness: 'frozen' });
