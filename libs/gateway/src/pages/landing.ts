const LINKS = [
  ['/graphql', 'GraphiQL', 'one graph over the five services'],
  ['/docs', 'REST', 'the same operations under /v1, tried out in the page'],
  ['/docs/refusals', 'Refusals', 'what each code means, in French, Arabic and English'],
  ['/v1/openapi.json', 'OpenAPI 3.1', 'for generated clients'],
  ['/health/ready', 'Health', 'each service by name'],
] as const;

/** The page at `/`. It loads nothing. */
export const LANDING = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Takwin</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }
  dt { font-weight: 600 } dd { margin: 0 0 .75rem }
</style>
<h1>Takwin</h1>
<dl>
${LINKS.map(([path, name, about]) => `  <dt><a href="${path}">${name}</a></dt><dd>${about}</dd>`).join('\n')}
</dl>
</html>
`;

export const LANDING_POLICY = `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'`;
