/** Stylesheets are imported for their effect; Vite gathers them into files. */
declare module '*.css';
