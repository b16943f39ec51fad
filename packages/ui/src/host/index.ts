export { type Host, HostProvider, type Place, type Theme, type Transport, useHost } from './host.tsx';
