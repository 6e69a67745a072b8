//! The table of formats. Media types: IANA and the lists of DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0); codes: EU list of file
//! types (Publications Office, reuse decision 2011/833/EU); words: as publishers were seen to write them.

use super::Format;

/// Writes one format per row.
macro_rules! formats {
    ($($value:literal, $label:literal, $group:literal, [$($media:literal),*], [$($file:literal),*], [$($name:literal),*];)*) => {
        &[$(Format {
            value: $value,
            label: $label,
            group: $group,
            media_types: &[$($media),*],
            file_types: &[$($file),*],
            names: &[$($name),*],
        },)*]
    };
}

/// Every format that we know.
pub static FORMATS: &[Format] = formats! {
    "csv", "CSV", "csv",
        ["text/csv", "application/csv", "text/x-csv", "application/x-csv", "text/comma-separated-values",
         "application/vnd.ms-excel.csv"],
        ["CSV"],
        ["csv kommaseparerad", "kommaseparerad text", "comma separated values"];
    "tsv", "TSV", "csv", ["text/tab-separated-values", "text/tsv"], ["TSV"], ["tabbseparerad", "tab separated values"];
    "csv-zip", "CSV (zip)", "csv",
        ["text/csv+zip", "application/csv+zip"],
        [],
        ["csv zip", "zip csv", "csv (zip)", "zippad csv", "csv i zip"];
    "json", "JSON", "json", ["application/json", "text/json", "application/x-json"], ["JSON"], ["json api", "json-api"];
    "json-zip", "JSON (zip)", "json", ["application/json+zip"], [], ["json zip", "zip json", "json (zip)"];
    "jsonl", "JSON Lines", "json",
        ["application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines"],
        [],
        ["ndjson", "json lines", "jsonlines"];
    "json-stat", "JSON-stat", "json",
        ["application/x-json-stat", "application/vnd.json-stat"],
        [],
        ["json-stat2", "jsonstat", "jsonstat2"];
    "geojson", "GeoJSON", "geojson",
        ["application/geo+json", "application/vnd.geo+json", "application/geojson"],
        ["GEOJSON"],
        ["geo json", "geo-json"];
    "topojson", "TopoJSON", "json", ["application/topo+json"], [], [];
    "jsonld", "JSON-LD", "rdf", ["application/ld+json", "application/json-ld"], ["JSON_LD"], ["json-ld", "json ld"];
    "xml", "XML", "xml", ["application/xml", "text/xml", "application/x-xml"], ["XML", "XML_SCHEMA", "SCHEMA_XML"], [];
    "xml-zip", "XML (zip)", "xml", ["application/xml+zip", "text/xml+zip"], [], ["xml zip", "zip xml", "xml (zip)"];
    "xsd", "XML Schema", "xml", ["application/xsd+xml", "application/xml-schema"], [], ["xml schema"];
    "html", "HTML", "html",
        ["text/html", "application/xhtml+xml"],
        ["HTML", "HTML5", "XHTML", "XHTML5", "HTML_SIMPL", "XHTML_SIMPL"],
        ["htm", "xhtml", "webb", "webbsida", "webbsidor", "webpage", "web page", "hemsida", "webbplats", "länk",
         "webbgränssnitt"];
    "pdf", "PDF", "pdf",
        ["application/pdf", "application/x-pdf"],
        ["PDF", "PDFA1A", "PDFA1B", "PDFA2A", "PDFA2B", "PDFA3", "PDFA3A", "PDFA3B", "PDFA3U", "PDF1X", "PDFX",
         "PDFX1A", "PDFX2A", "PDFX4", "PDFUA"],
        ["pdf/a"];
    "txt", "Text", "text", ["text/plain", "application/txt"], ["TXT"], ["text", "textfil", "text-fil", "plain text"];
    "markdown", "Markdown", "text", ["text/markdown", "text/x-markdown"], ["MARKDOWN"], ["md"];
    "rtf", "RTF", "text", ["application/rtf", "text/rtf"], ["RTF"], [];
    "xls", "Excel (xls)", "excel",
        ["application/vnd.ms-excel", "application/msexcel", "application/x-msexcel", "application/excel",
         "application/xls"],
        ["XLS"],
        ["excel", "ms excel", "microsoft excel", "excel-ark", "excelark", "kalkylblad"];
    "xlsx", "Excel (xlsx)", "excel",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/xlsx"],
        ["XLSX", "XLSM", "XLSB"],
        ["xlsm", "xlsb", "excel xlsx", "excel (xlsx)", "microsoft excel xml"];
    "xlsx-zip", "Excel (zip)", "excel",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet+zip", "application/vnd.ms-excel+zip"],
        [],
        ["excel zip", "xlsx zip"];
    "ods", "OpenDocument (ods)", "ods",
        ["application/vnd.oasis.opendocument.spreadsheet", "application/x-vnd.oasis.opendocument.spreadsheet"],
        ["ODS"],
        ["opendocument", "opendocument spreadsheet", "open document"];
    "odt", "OpenDocument (odt)", "word", ["application/vnd.oasis.opendocument.text"], ["ODT"], [];
    "doc", "Word (doc)", "word", ["application/msword"], ["DOC"], ["word", "ms word"];
    "docx", "Word (docx)", "word",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
        ["DOCX"],
        [];
    "ppt", "PowerPoint", "powerpoint",
        ["application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation"],
        ["PPT", "PPTX", "PPS", "PPSX"],
        ["powerpoint", "pptx"];
    "epub", "EPUB", "epub", ["application/epub+zip"], ["EPUB"], [];
    "zip", "ZIP", "zip",
        ["application/zip", "application/x-zip-compressed", "application/x-zip", "multipart/x-zip"],
        ["ZIP"],
        ["zippad", "zip-arkiv", "zipfil", "zip-fil"];
    "gzip", "GZIP", "zip", ["application/gzip", "application/x-gzip"], ["GZIP"], ["gz"];
    "tar", "TAR", "zip",
        ["application/x-tar", "application/tar", "application/x-gtar", "application/tar+gzip"],
        ["TAR", "TAR_GZ", "TAR_XZ"],
        ["tar.gz", "tgz"];
    "7z", "7-Zip", "zip", ["application/x-7z-compressed"], ["7Z"], ["7zip", "7-zip"];
    "bzip2", "BZIP2", "zip", ["application/x-bzip2", "application/bzip2"], ["BZIP2"], ["bz2"];
    "rar", "RAR", "zip", ["application/vnd.rar", "application/x-rar-compressed"], ["RAR"], [];
    "rdfxml", "RDF/XML", "rdf", ["application/rdf+xml"], ["RDF_XML", "RDF"], ["rdf", "rdf/xml", "rdf xml", "rdf-xml"];
    "turtle", "Turtle", "rdf",
        ["text/turtle", "application/x-turtle", "text/ttl"],
        ["RDF_TURTLE"],
        ["ttl", "rdf turtle"];
    "ntriples", "N-Triples", "rdf",
        ["application/n-triples", "text/n3", "text/rdf+n3", "text/rdf+nt"],
        ["RDF_N_TRIPLES", "N3"],
        ["nt", "n3", "n-triples"];
    "nquads", "N-Quads", "rdf", ["application/n-quads"], ["RDF_N_QUADS"], ["nq", "n-quads"];
    "trig", "TriG", "rdf", ["application/trig"], ["RDF_TRIG"], [];
    "rdfa", "RDFa", "rdf", [], ["RDFA"], [];
    "hdt", "HDT", "rdf", ["application/vnd.hdt"], ["HDT"], [];
    "owl", "OWL", "rdf", ["application/owl+xml"], ["OWL"], [];
    "sparql", "SPARQL", "sparql",
        ["application/sparql-query", "application/sparql-results+xml", "application/sparql-results+json"],
        ["SPARQLQ", "SPARQLQRES"],
        ["sparql endpoint", "sparql-endpoint"];
    "dcat", "DCAT", "rdf", [], [], ["dcat-ap"];
    "atom", "Atom", "atom",
        ["application/atom+xml", "application/atom"],
        ["ATOM"],
        ["atom feed", "atom-flöde", "inspire atom"];
    "rss", "RSS", "atom", ["application/rss+xml"], ["RSS"], ["rss-flöde"];
    "ics", "iCalendar", "ics", ["text/calendar"], ["ICS"], ["ical", "icalendar"];
    "shp", "Shapefile", "shp",
        ["application/x-shapefile", "application/x-shp", "application/shp", "application/vnd.shp",
         "application/x-esri-shape", "application/shapefile", "application/x-qgis", "application/x-shp+zip",
         "application/x-shapefile+zip"],
        ["SHP"],
        ["shape", "shapefile", "shapefiler", "shape-fil", "shape zip", "esri shape", "esri shapefile", "shp zip",
         "zip shp", "shp (zip)"];
    "gml", "GML", "gml", ["application/gml+xml", "application/gml", "text/gml+xml"], ["GML"], [];
    "gmz", "GMZ", "gml", ["application/x-gmz"], ["GMZ"], [];
    "kml", "KML", "kml",
        ["application/vnd.google-earth.kml+xml", "application/kml", "application/kml+xml"],
        ["KML"],
        [];
    "kmz", "KMZ", "kml", ["application/vnd.google-earth.kmz", "application/kmz"], ["KMZ"], [];
    "gpx", "GPX", "gpx", ["application/gpx+xml"], ["GPX"], [];
    "gpkg", "GeoPackage", "gpkg",
        ["application/geopackage+sqlite3", "application/geopackage+vnd.sqlite3", "application/x-geopackage",
         "application/x-gpkg"],
        ["GPKG"],
        ["geopackage", "geopaket"];
    "filegdb", "File Geodatabase", "filegdb",
        ["application/x-filegdb", "application/x-gdb", "application/gdb"],
        ["GDB"],
        ["gdb", "file geodatabase", "esri file geodatabase", "filgeodatabas", "esri gdb"];
    "tab", "MapInfo TAB", "mapinfo", ["application/x-tab"], ["TAB"], ["mapinfo", "mapinfo tab"];
    "mif", "MapInfo MIF", "mapinfo", ["application/x-mif"], ["MIF_MID"], ["mif/mid", "mid/mif"];
    "tab-raster", "TAB raster", "mapinfo", ["application/x-tab-raster"], ["TAB_RSTR"], [];
    "worldfile", "World file", "image", ["application/x-worldfile"], ["WORLD"], [];
    "dxf", "DXF", "cad", ["application/dxf", "image/vnd.dxf", "application/x-dxf"], ["DXF"], [];
    "dwg", "DWG", "cad", ["application/acad", "image/vnd.dwg", "application/x-dwg"], ["DWG"], ["autocad"];
    "dgn", "DGN", "cad", ["application/x-dgn", "image/vnd.dgn"], ["DGN"], [];
    "landxml", "LandXML", "xml", ["application/landxml+xml"], [], [];
    "citygml", "CityGML", "gml", ["application/citygml+xml"], [], [];
    "ifc", "IFC", "cad", ["application/x-step"], [], [];
    "las", "LAS", "las", ["application/x-las", "application/vnd.las", "application/las"], ["LAS"], [];
    "laz", "LAZ", "las", ["application/x-laz", "application/vnd.laz", "application/laz"], ["LAZ"], [];
    "ecw", "ECW", "image", ["application/x-ecw", "image/ecw"], ["ECW"], [];
    "ascii-grid", "ASCII Grid", "grid",
        ["application/x-ascii-grid"],
        ["GRID_ASCII"],
        ["esri ascii grid", "asc", "ascii grid"];
    "grid", "Esri Grid", "grid", ["application/x-grid"], ["GRID"], [];
    "e00", "ArcInfo E00", "grid", ["application/x-e00"], ["E00", "ARCINFO_COV"], [];
    "oracledump", "Oracle dump", "database", ["application/x-oracledump"], ["DMP"], [];
    "sqlite", "SQLite", "database", ["application/vnd.sqlite3", "application/x-sqlite3"], [], ["sqlite3", "spatialite"];
    "mdb", "Access", "database",
        ["application/x-msaccess", "application/vnd.ms-access", "application/msaccess"],
        ["MDB"],
        ["access", "ms access", "accdb"];
    "sql", "SQL", "database", ["application/sql", "text/x-sql"], ["SQL"], ["sql-dump"];
    "dbf", "dBASE", "database", ["application/dbf", "application/x-dbf", "application/dbase"], ["DBF"], ["dbase"];
    "parquet", "Parquet", "parquet",
        ["application/vnd.apache.parquet", "application/parquet", "application/x-parquet"],
        ["PARQUET"],
        ["geoparquet"];
    "arrow", "Arrow", "parquet",
        ["application/vnd.apache.arrow.file", "application/vnd.apache.arrow.stream"],
        ["ARROW_FILE", "ARROW_STREAM"],
        ["feather"];
    "avro", "Avro", "avro", ["application/avro"], [], [];
    "netcdf", "NetCDF", "netcdf", ["application/netcdf", "application/x-netcdf"], ["NETCDF"], ["nc", "net cdf"];
    "hdf", "HDF", "hdf", ["application/x-hdf", "application/x-hdf5"], ["HDF"], ["hdf5", "h5"];
    "grib", "GRIB", "grib", ["application/wmo-grib", "application/x-grib"], [], ["grib2", "grb"];
    "bufr", "BUFR", "grib", ["application/bufr"], [], [];
    "geotiff", "GeoTIFF", "image",
        ["image/geotiff", "application/geotiff"],
        ["GEOTIFF"],
        ["geo tiff", "cloud optimized geotiff", "cog"];
    "tiff", "TIFF", "image", ["image/tiff", "image/tif"], ["TIFF", "TIFF_FX"], ["tif"];
    "jpeg", "JPEG", "image", ["image/jpeg", "image/jpg", "image/pjpeg"], ["JPEG"], ["jpg"];
    "jp2", "JPEG 2000", "image", ["image/jp2"], ["JPEG2000"], ["jpeg2000", "jpeg 2000"];
    "png", "PNG", "image", ["image/png"], ["PNG"], [];
    "gif", "GIF", "image", ["image/gif"], ["GIF"], [];
    "svg", "SVG", "image", ["image/svg+xml"], ["SVG"], [];
    "webp", "WebP", "image", ["image/webp"], ["WEBP"], [];
    "bmp", "BMP", "image", ["image/bmp"], ["BMP"], [];
    "eps", "EPS", "image", ["application/postscript"], ["EPS", "PS"], ["postscript"];
    "psd", "PSD", "image", ["image/vnd.adobe.photoshop"], ["PSD"], [];
    "mp3", "MP3", "audio", ["audio/mpeg"], ["MP3"], [];
    "wav", "WAV", "audio", ["audio/wav", "audio/x-wav"], ["WAV", "BWF"], [];
    "mp4", "MP4", "video", ["video/mp4"], ["MPEG4", "MPEG4_AVC"], ["mpeg4", "video"];
    "mov", "QuickTime", "video", ["video/quicktime"], ["MOV"], [];
    "wms", "WMS", "wms",
        ["application/vnd.ogc.wms_xml", "application/vnd.ogc.wms", "application/vnd.ogc.wms+xml",
         "application/x-ogc-wms", "application/wms"],
        ["WMS_SRVC"],
        ["ogc wms", "ogc:wms", "web map service", "visningstjänst", "wms api", "wms-tjänst"];
    "wmts", "WMTS", "wms",
        ["application/vnd.ogc.wmts_xml", "application/vnd.ogc.wmts", "application/x-ogc-wmts", "application/wmts"],
        ["WMTS_SRVC"],
        ["ogc wmts", "ogc:wmts", "web map tile service"];
    "wfs", "WFS", "wfs",
        ["application/vnd.ogc.wfs_xml", "application/vnd.ogc.wfs", "application/vnd.ogc.wfs+xml",
         "application/x-ogc-wfs", "application/wfs"],
        ["WFS_SRVC"],
        ["ogc wfs", "ogc:wfs", "web feature service", "wfs-tjänst"];
    "wcs", "WCS", "wcs",
        ["application/vnd.ogc.wcs_xml", "application/vnd.ogc.wcs", "application/x-ogc-wcs", "application/wcs"],
        ["WCS_SRVC"],
        ["ogc wcs", "ogc:wcs", "web coverage service"];
    "csw", "CSW", "csw", ["application/vnd.ogc.csw_xml"], [], ["ogc csw", "ogc:csw"];
    "sos", "SOS", "sos", ["application/vnd.ogc.sos_xml"], [], ["ogc sos"];
    "ogc-api", "OGC API", "ogc-api",
        ["application/vnd.ogc.api"],
        [],
        ["ogc api", "ogc api features", "ogc api - features", "ogc-api-features", "ogcapi"];
    "map-service", "Map service", "map",
        ["application/vnd.esri.map"],
        ["MAP_SRVC", "MAP_PRVW"],
        ["karttjänst", "karta", "webbkarta", "map service"];
    "arcgis", "ArcGIS REST", "arcgis",
        ["application/vnd.esri.arcgis.rest"],
        [],
        ["arcgis geoservices rest api", "arcgis rest", "arcgis geoservice", "esri rest", "arcgis server",
         "feature service", "featureservice", "mapserver", "arcgis hub dataset"];
    "openapi", "OpenAPI", "api",
        ["application/vnd.oai.openapi", "application/vnd.oai.openapi+json", "application/openapi+json",
         "application/vnd.oai.openapi+yaml"],
        [],
        ["swagger"];
    "rest", "REST", "api", [], ["REST"], ["rest api", "rest-api", "api", "webb-api", "web api", "restful"];
    "soap", "SOAP", "api", ["application/soap+xml"], [], ["soap api", "web service", "webbtjänst"];
    "odata", "OData", "api", ["application/odata"], [], ["odata api"];
    "graphql", "GraphQL", "api", ["application/graphql"], [], [];
    "mqtt", "MQTT", "api", [], [], [];
    "gtfs", "GTFS", "gtfs",
        ["application/gtfs", "application/gtfs+zip", "application/vnd.gtfs+zip"],
        ["GTFS"],
        ["gtfs zip", "gtfs static", "gtfs regional", "gtfs sverige"];
    "gtfs-rt", "GTFS Realtime", "gtfs",
        ["application/x-google-protobuf", "application/gtfs-realtime", "application/vnd.google.protobuf"],
        [],
        ["gtfs realtime", "gtfs-realtime", "gtfsrt", "protobuf", "protocol buffers", "protocol buffer"];
    "netex", "NeTEx", "xml", ["application/vnd.netex+xml"], [], ["netex zip"];
    "siri", "SIRI", "xml", ["application/vnd.siri+xml"], [], [];
    "datex2", "DATEX II", "xml", ["application/vnd.datex2+xml"], [], ["datex ii", "datex"];
    "gbfs", "GBFS", "json", [], [], [];
    "px", "PC-Axis", "px",
        ["text/x-pcaxis", "application/x-px", "application/px", "text/px", "application/x-pc-axis"],
        [],
        ["pc-axis", "px-fil", "pcaxis", "px-web", "pxweb"];
    "sdmx", "SDMX", "sdmx",
        ["application/vnd.sdmx.data+xml", "application/vnd.sdmx.genericdata+xml",
         "application/vnd.sdmx.structurespecificdata+xml", "application/vnd.sdmx.data+json",
         "application/vnd.sdmx.data+csv"],
        ["SDMX"],
        [];
    "iso19139", "ISO 19139", "xml", ["application/vnd.iso.19139+xml"], [], [];
    "dwca", "Darwin Core Archive", "dwca",
        ["application/dwca", "application/dwca+zip"],
        ["DWCA"],
        ["darwin core archive", "dwc-a", "darwin core"];
    "sie", "SIE", "text", ["application/x-sie"], [], [];
    "yaml", "YAML", "yaml", ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"], ["YAML"], ["yml"];
    "javascript", "JavaScript", "code", ["application/javascript", "text/javascript"], ["JS"], ["js", "jsonp"];
    "python", "Python", "code", ["text/x-python", "application/x-python"], [], ["py", "jupyter", "ipynb"];
    "r", "R", "code", ["application/x-r", "text/x-r", "application/x-rdata"], ["RDATA"], ["rdata", "rds"];
    "spss", "SPSS", "statistics", ["application/x-spss-sav", "application/x-spss"], ["SPSS_SAV"], ["sav"];
    "stata", "Stata", "statistics", ["application/x-stata", "application/x-stata-dta"], ["STATA_DTA"], ["dta"];
    "sas", "SAS", "statistics", ["application/x-sas", "application/x-sas-data"], ["SAS"], ["sas7bdat"];
    "matlab", "MATLAB", "statistics", ["application/x-matlab-data"], ["MATLAB_MAT"], ["mat"];
    "fasta", "FASTA", "text", ["application/x-fasta", "text/x-fasta"], [], ["fastq"];
    "qgis", "QGIS project", "map", ["application/x-qgis-project"], ["QGS"], ["qgs", "qgz"];
    "lpk", "ArcGIS layer package", "map", ["application/x-lpk"], ["LPK", "MXD"], ["layerpackage"];
    "exe", "Program", "binary",
        ["application/x-msdownload", "application/vnd.microsoft.portable-executable"],
        ["EXE", "MSI"],
        [];
    "octet-stream", "Binary file", "binary",
        ["application/octet-stream", "binary/octet-stream"],
        ["OCTET", "BIN"],
        ["binary", "binär", "okänt", "unknown"];
};
