export { PersonMenu } from './person-menu.tsx';
export { SignIn } from './sign-in.tsx';
export { useSession } from './use-session.ts';
