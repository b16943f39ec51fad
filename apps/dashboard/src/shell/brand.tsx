/** The name of the product with its mark, a lookout tower. */
export const Brand = () => (
  <span className="vigla-masthead__brand">
    <img src="/vigla.svg" alt="" />
    Vigla
  </span>
);
