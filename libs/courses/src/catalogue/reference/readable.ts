const SPELT: Record<string, string> = {
  aci: 'ACI',
  acr: 'ACR',
  ad: 'AD',
  api: 'API',
  apis: 'APIs',
  arm: 'ARM',
  angularjs: 'AngularJS',
  azure: 'Azure',
  bi: 'BI',
  cds: 'CDS',
  cli: 'CLI',
  cosmos: 'Cosmos',
  cosmosdb: 'Cosmos DB',
  crud: 'CRUD',
  db: 'DB',
  docker: 'Docker',
  dsvm: 'DSVM',
  dvsm: 'DSVM',
  dynamics: 'Dynamics',
  http: 'HTTP',
  iaas: 'IaaS',
  ide: 'IDE',
  iot: 'IoT',
  iotcentral: 'IoT Central',
  java: 'Java',
  javascript: 'JavaScript',
  jupyter: 'Jupyter',
  linux: 'Linux',
  mean: 'MEAN',
  microsoft: 'Microsoft',
  mongodb: 'MongoDB',
  net: '.NET',
  nodejs: 'Node.js',
  paas: 'PaaS',
  postgresql: 'PostgreSQL',
  powerapps: 'PowerApps',
  powershell: 'PowerShell',
  rbac: 'RBAC',
  rdp: 'RDP',
  redis: 'Redis',
  saas: 'SaaS',
  sms: 'SMS',
  sql: 'SQL',
  sre: 'SRE',
  ssh: 'SSH',
  twilio: 'Twilio',
  ubuntu: 'Ubuntu',
  vm: 'VM',
  vms: 'VMs',
  vscode: 'VS Code',
  windows: 'Windows',
  xamarin: 'Xamarin',
};

/** An English title read off a uid's last part: 'learn.x.2-connect-to-a-vm' says 'Connect to a VM'. */
export function readable(uid: string): string {
  const words = uid
    .split('.')
    .at(-1)!
    .replace(/^\d+[a-z]?-/, '')
    .split('-');
  const text = words
    .map((word) => SPELT[word] ?? word)
    .join(' ')
    .replace(/\bpower BI\b/, 'Power BI');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
