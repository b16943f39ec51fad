/** The name of the product with its mark, a lookout tower. */
export const Brand = () => (
  <span className="vigla-masthead__brand">
    <img src="/vigla.svg" alt="" />
    <span className="vigla-masthead__word">Vigla</span>
  </span>
);
