export const OWN_DATA_PATH = '/v1/own-data';

const refused = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** What OpenAPI says of the archive, which no service answers by itself. */
export const OWN_DATA = {
  operationId: 'ExportOwnData',
  tags: ['Own data'],
  summary: 'Export one’s own data',
  description:
    'Answers a zip of everything that is kept of the person whose token it is: a file in JSON per service, the credentials as they were' +
    ' signed and as certificates to print, and an index in French and Arabic. Nothing of others is in it. It is whole, or refused where a' +
    ' service does not answer.',
  parameters: [],
  responses: {
    '200': {
      description: 'Done: this is how it is now',
      content: { 'application/zip': { schema: { type: 'string', contentMediaType: 'application/zip' } } },
    },
    '401': refused('Unauthenticated'),
    '403': refused('Forbidden'),
    '404': refused('NotFound'),
    '422': refused('InvalidInput'),
    '500': refused('InternalError'),
    '503': refused('ServiceUnavailable'),
    '504': refused('ServiceTimeout'),
    default: refused('Problem'),
  },
};
