import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { CertificationView } from './certification.js';
import { FindCertification, FindCertificationHandler } from './find-certification.js';

@Controller('v1/certifications')
export class CertificationsController {
  constructor(private readonly finding: FindCertificationHandler) {}

  @Get(':id')
  @Runs(FindCertification, CertificationView)
  one(@By() actor: Actor, @Request(FindCertification) query: FindCertification) {
    return this.finding.run(actor, query);
  }
}
