import { Breadcrumb, BreadcrumbItem, Content, Flex, FlexItem, PageSection, Title } from '@patternfly/react-core';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';

interface Props {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  above?: { to: string; name: string };
}

/** The head of a page; also names the browser's tab. */
export function Heading({ title, children, actions, above }: Props) {
  useEffect(() => {
    document.title = `${title} · Xenopolis`;
  }, [title]);
  return (
    <PageSection>
      {above && (
        <Breadcrumb className="xc-breadcrumb">
          <BreadcrumbItem>
            <Link to={above.to}>{above.name}</Link>
          </BreadcrumbItem>
          <BreadcrumbItem isActive>{title}</BreadcrumbItem>
        </Breadcrumb>
      )}
      <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} alignItems={{ default: 'alignItemsCenter' }}>
        <FlexItem>
          <Title headingLevel="h1">{title}</Title>
          {children && <Content component="p">{children}</Content>}
        </FlexItem>
        {actions && <FlexItem>{actions}</FlexItem>}
      </Flex>
    </PageSection>
  );
}
