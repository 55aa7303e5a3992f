import { zipOf } from '../files/write-zip.js';

export { zipOf };

/** A cell: a text, a number, a truth, nothing, or what the file holds of it. */
export type SheetCell = string | number | boolean | null | { xml: string };

/** Styles by their place in `workbookOf`: a format that Excel has by number, or one of the workbook's own. */
export const STYLES = { day: 1, instant: 2, hour: 3, zeros: 4, ownDay: 5, percent: 6, month: 7, elapsed: 8, power: 9 };

/** A number under one of these styles. */
export const styled = (style: keyof typeof STYLES, number: number): SheetCell => ({
  xml: `<c s="${STYLES[style]}"><v>${number}</v></c>`,
});

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll('\r', '_x000D_');

/** The parts of an Excel workbook with these sheets, whose texts are shared as Excel does. */
export function workbookParts(
  sheets: Readonly<Record<string, readonly (readonly SheetCell[])[]>>,
  { hidden = [], is1904 = false }: { hidden?: readonly string[]; is1904?: boolean } = {},
): Record<string, string> {
  const strings: string[] = [];
  const cellOf = (cell: SheetCell): string => {
    if (cell === null) return '<c s="6"/>';
    if (typeof cell === 'object') return cell.xml;
    if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c t="b"><v>${Number(cell)}</v></c>`;
    return `<c t="s"><v>${strings.push(cell) - 1}</v></c>`;
  };
  const column = (index: number): string =>
    (index >= 26 ? column(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
  const sheetOf = (rows: readonly (readonly SheetCell[])[]): string =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>${rows
      .map((cells, row) => {
        const placed = cells.map((cell, index) => cellOf(cell).replace('<c', `<c r="${column(index)}${row + 1}"`));
        return `<row r="${row + 1}">${placed.join('')}</row>`;
      })
      .join('')}</sheetData></worksheet>`;
  const names = Object.keys(sheets);
  const texts = names.map((name) => sheetOf(sheets[name]!));
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  const relations = (all: string[]): string =>
    `<?xml version="1.0" encoding="UTF-8"?><Relationships>${all.join('')}</Relationships>`;
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')]),
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${names
      .map(
        (name, index) =>
          `<sheet name="${escaped(name)}" sheetId="${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...names.map((_, index) => relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
      relation('rId98', 'styles', '/xl/styles.xml'),
      relation('rId99', 'sharedStrings', 'sharedStrings.xml'),
    ]),
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0000"/><numFmt numFmtId="165" formatCode="[$-40C]dd\\/mm\\/yyyy;@"/>' +
      '<numFmt numFmtId="166" formatCode="mmm&quot; m&quot;"/><numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      `<cellXfs>${[0, 14, 22, 20, 164, 165, 10, 166, 167, 11].map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...Object.fromEntries(texts.map((text, index) => [`xl/worksheets/sheet${index + 1}.xml`, text])),
  };
}

/** An Excel workbook with these sheets. */
export const workbookOf = (...about: Parameters<typeof workbookParts>): Buffer => zipOf(workbookParts(...about));
