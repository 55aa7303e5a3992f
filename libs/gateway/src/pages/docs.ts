import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

/** The files that the docs page loads, and nothing else of the package. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Where an asset of the docs page lies and what it is, or undefined for any other name. */
export function docsFile(name: string): { path: string; type: string } | undefined {
  const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  return type === undefined ? undefined : { path: join(folder, name), type };
}

/** The page at /docs: Swagger UI on the merged document, all of it from here. */
export const DOCS = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Takwin: REST</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/docs/favicon-32x32.png">
<div id="ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

export const DOCS_START = `SwaggerUIBundle({ url: '/v1/openapi.json', domNode: document.getElementById('ui'), deepLinking: true, validatorUrl: null });
`;

export const DOCS_POLICY = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');
