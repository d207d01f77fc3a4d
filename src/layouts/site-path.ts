/** A path inside the site, with the base path it is served under: `sitePath('notation/')`. */
export function sitePath(path = ''): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}/${path}`;
}
