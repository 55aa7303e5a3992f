import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@takwin/platform/auth';
import { By, Request, Runs } from '@takwin/platform/http';
import { pageOf } from '@takwin/platform/schema';
import { CataloguedCertificationView } from './catalogued-certification.js';
import {
  FindCataloguedCertification,
  FindCataloguedCertifications,
  FindCataloguedCertificationsHandler,
} from './find-catalogued-certifications.js';

@Controller('v1/catalogued-certifications')
export class CataloguedCertificationsController {
  constructor(private readonly search: FindCataloguedCertificationsHandler) {}

  @Get()
  @Runs(FindCataloguedCertifications, pageOf(CataloguedCertificationView))
  find(@By() actor: Actor, @Request(FindCataloguedCertifications) query: FindCataloguedCertifications) {
    return this.search.run(actor, query);
  }

  @Get(':id')
  @Runs(FindCataloguedCertification, CataloguedCertificationView)
  one(@By() actor: Actor, @Request(FindCataloguedCertification) query: FindCataloguedCertification) {
    return this.search.one(actor, query);
  }
}
