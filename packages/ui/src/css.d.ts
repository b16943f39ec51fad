/** Stylesheets are imported for their effect; the bundler of each embedding decides what becomes of them. */
declare module '*.css';
