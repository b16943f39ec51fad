// Runs before anything is drawn, so that a dark page never flashes white. A file of its own, because the page's policy allows no inline script.
(() => {
  let theme = 'system';
  try {
    theme = JSON.parse(localStorage.getItem('vigla.theme') ?? '"system"');
  } catch (reason) {
    console.debug('No stored theme could be read.', reason);
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
})();
